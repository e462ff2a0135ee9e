package io.dromail.failures;

import io.dromail.mail.Envelope;
import io.dromail.mail.LimitReached;
import io.dromail.mail.OutgoingMail;
import io.dromail.mail.ProfilePace;
import io.dromail.mail.ProfilePaused;
import io.dromail.mail.SmtpTransaction;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.util.ObjectHelper;

/**
 * Says what an attempt came to, recipient by recipient: sent, to be tried again, dead. It asks
 * {@link FailureClassifier} what a failure means and {@link RetrySchedule} what follows, and slows
 * or pauses the profile if the provider asks for it. Thread-safe.
 */
public final class Outcomes {

  private final FailureClassifier classifier;
  private final RunningSchedule running;
  private final ProfilePace pace;

  /** With those who decide, and the profile whose pace may change. */
  public Outcomes(FailureClassifier classifier, RunningSchedule running, ProfilePace pace) {
    this.classifier = classifier;
    this.running = running;
    this.pace = pace;
  }

  /**
   * Whether a lane's attempt is over; false if this process is stopping, so that the job stays in
   * its queue.
   */
  public boolean isOver(Exchange exchange) {
    FailureKind kind = classifier.classify(thrown(exchange));
    boolean stopping = exchange.getContext().isStopping() || exchange.getContext().isStopped();
    return exchange.getVariable("job") != null
        && kind != FailureKind.INTERRUPTED
        && !(stopping && kind == FailureKind.TRANSIENT);
  }

  /**
   * Lays out as the variable {@code outcome} that a mail went to all of its recipients. An
   * expression that calls a bean would copy the exchange for each mail.
   */
  public void sent(Exchange exchange) {
    Envelope envelope = exchange.getVariable("envelope", Envelope.class);
    SmtpTransaction transaction = exchange.getMessage().getBody(OutgoingMail.class).transaction();
    exchange.setVariable(
        "outcome", new Attempt(envelope, transaction, null).sent(transaction.accepted(), ""));
  }

  /**
   * For a job that comes again although nobody is left to be served.
   *
   * @param transaction how it was sent, or null if this process doesn't know; then the journal does
   */
  public Outcome sentBefore(
      @Variable("envelope") Envelope envelope,
      @Variable("transaction") SmtpTransaction transaction) {
    return transaction == null
        ? Outcome.nothing()
        : new Attempt(envelope, transaction, null).sent(transaction.accepted(), "");
  }

  /**
   * For a failed attempt: an outcome for each group of recipients that share one.
   *
   * @return those of the recipients who have the mail first
   */
  public List<Outcome> judge(Exchange exchange) {
    Exception thrown = thrown(exchange);
    Envelope envelope = exchange.getVariable("envelope", Envelope.class);
    String step = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class);
    if (envelope == null) {
      return List.of(Attempt.unreadable(thrown, exchange.getVariable("lane", String.class), step));
    }
    RetrySchedule schedule = running.now();
    Attempt attempt = new Attempt(envelope, SmtpTransaction.in(thrown), step);
    ProfilePaused paused = ObjectHelper.getException(ProfilePaused.class, thrown);
    if (paused != null) {
      return List.of(held(schedule, attempt, paused));
    }
    LimitReached reached = ObjectHelper.getException(LimitReached.class, thrown);
    if (reached != null) {
      return List.of(attempt.delayed(schedule.atMost(reached.retryAfter())));
    }
    String policy = exchange.getVariable("unknown", String.class);
    return new Judgment(classifier, schedule, pace, policy, attempt).of(thrown);
  }

  /** A pause doesn't burn the mail's attempts, but it grows older; a limit only delays it. */
  private static Outcome held(RetrySchedule schedule, Attempt attempt, ProfilePaused paused) {
    List<String> open = attempt.envelope().open();
    Duration delay = schedule.atLeast(paused.remaining());
    return schedule.isTooOld(attempt.envelope().scheduledSince(), attempt.at().plus(delay))
        ? attempt.dead(open, Cause.of(paused), Decision.EXHAUSTED)
        : attempt.held(open, null, delay);
  }

  private static Exception thrown(Exchange exchange) {
    Exception now = exchange.getException();
    return now != null ? now : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
  }
}

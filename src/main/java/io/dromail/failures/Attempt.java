package io.dromail.failures;

import io.dromail.failures.Outcome.Next;
import io.dromail.mail.Envelope;
import io.dromail.mail.MailEvent;
import io.dromail.mail.MailEvent.Kind;
import io.dromail.mail.PastAttempt;
import io.dromail.mail.SmtpTransaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An attempt that is over: words its outcomes for some of the recipients.
 *
 * @param envelope the job as it was
 * @param transaction what the server said, or null if none was asked
 * @param step the route that failed, or null
 * @param at when it ended
 */
record Attempt(Envelope envelope, SmtpTransaction transaction, String step, Instant at) {

  private static final String DEFAULT = "default";

  Attempt(Envelope envelope, SmtpTransaction transaction, String step) {
    this(envelope, transaction, step, Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  Outcome sent(List<String> to, String words) {
    return new Outcome(
        Next.DONE,
        event(Kind.SENT, to, new Cause(250, "", words), null),
        null,
        null,
        null,
        Map.of());
  }

  /** Another attempt, when the delay is over. */
  Outcome retried(List<String> to, Cause cause, Duration delay, String rule) {
    List<PastAttempt> history = new ArrayList<>(envelope.history());
    history.add(new PastAttempt(at, rule, cause.replyCode(), cause.enhancedCode(), cause.words()));
    return new Outcome(
        Next.RETRY,
        event(Kind.DELIVERY_DELAYED, to, cause, at.plus(delay)),
        envelope.to(to).after(history, envelope.attempt() + 1),
        RetrySchedule.label(delay),
        due(delay),
        Map.of());
  }

  /** The same attempt, when the delay is over: it's nobody's failure but the profile's. */
  Outcome held(List<String> to, Cause cause, Duration delay) {
    return new Outcome(
        Next.RETRY,
        cause == null ? null : event(Kind.DELIVERY_DELAYED, to, cause, at.plus(delay)),
        envelope.to(to),
        RetrySchedule.label(delay),
        due(delay),
        Map.of());
  }

  /** The same attempt, when the delay is over, and a schedule that doesn't count the delay. */
  Outcome delayed(Duration delay) {
    return new Outcome(
        Next.RETRY,
        null,
        envelope.scheduledSince(envelope.scheduledSince().plus(delay)),
        RetrySchedule.label(delay),
        due(delay),
        Map.of());
  }

  private Date due(Duration delay) {
    return Date.from(at.plus(delay));
  }

  /**
   * Given up.
   *
   * @param reason permanent, exhausted or unknown
   */
  Outcome dead(List<String> to, Cause cause, String reason) {
    Kind kind =
        reason.equals("unknown")
            ? Kind.UNKNOWN
            : reason.equals("permanent") && cause.replyCode() > 0 ? Kind.BOUNCED : Kind.FAILED;
    return new Outcome(
        Next.DEAD,
        event(kind, to, cause, null),
        envelope.to(to),
        null,
        null,
        letter(
            cause,
            reason,
            step,
            envelope.attempt(),
            at,
            envelope.lane(),
            transaction == null ? DEFAULT : transaction.profile()));
  }

  /** A job that can't be read: dead, as it came. */
  static Outcome unreadable(Exception thrown, String lane, String step) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Map<String, Object> letter = letter(Cause.of(thrown), "permanent", step, 1, now, lane, DEFAULT);
    return new Outcome(Next.DEAD, null, null, null, null, letter);
  }

  private static Map<String, Object> letter(
      Cause cause,
      String reason,
      String step,
      int attempts,
      Instant at,
      String lane,
      String profile) {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put("Dromail-Letter", UUID.randomUUID().toString());
    headers.put("Dromail-Failure", reason);
    headers.put("Dromail-Cause", cause.words());
    headers.put("Dromail-Reply-Code", cause.replyCode());
    headers.put("Dromail-Enhanced-Code", cause.enhancedCode());
    headers.put("Dromail-Step", step);
    headers.put("Dromail-Attempts", attempts);
    headers.put("Dromail-Failed-At", at.toString());
    headers.put("Dromail-Lane", lane);
    headers.put("Dromail-Profile", profile);
    return headers;
  }

  /**
   * The same for each report of one sending: a job whose acknowledgement was lost reports again.
   */
  private String eventId(Kind kind, List<String> to) {
    return kind == Kind.SENT
        ? UUID.nameUUIDFromBytes(
                (envelope.id() + " " + envelope.attempt() + " " + to)
                    .getBytes(StandardCharsets.UTF_8))
            .toString()
        : UUID.randomUUID().toString();
  }

  private MailEvent event(Kind kind, List<String> to, Cause cause, Instant next) {
    boolean asked = transaction != null;
    boolean said = asked && cause.words().isEmpty();
    return new MailEvent(
        eventId(kind, to),
        kind,
        envelope.id(),
        envelope.tenant(),
        envelope.lane(),
        envelope.attempt(),
        at,
        to,
        asked ? transaction.profile() : null,
        asked ? transaction.host() : null,
        cause.replyCode(),
        cause.enhancedCode(),
        said ? transaction.replyText() : cause.words(),
        asked ? transaction.durationMs() : 0,
        asked ? transaction.tls() : null,
        next);
  }
}

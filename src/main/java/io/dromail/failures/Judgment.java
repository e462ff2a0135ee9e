package io.dromail.failures;

import io.dromail.mail.Envelope;
import io.dromail.mail.ProfilePace;
import io.dromail.mail.SmtpFailure.Stage;
import io.dromail.mail.SmtpTransaction;
import io.dromail.mail.SmtpTransaction.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The judgment of one failed attempt, for each of the recipients. Those who share a verdict share
 * an outcome: one dead letter, one retry. Changes the profile's pace if the provider asks for it.
 */
final class Judgment {

  private static final String HOLD = "hold";
  private static final String TREAT_AS_SENT = "treat-as-sent";

  private final FailureClassifier classifier;
  private final RetrySchedule schedule;
  private final ProfilePace pace;
  private final String unknownPolicy;
  private final Attempt attempt;
  private final Map<Verdict, List<String>> groups = new LinkedHashMap<>();
  private final Set<String> slowed = new HashSet<>();
  private final Map<Verdict, Cause> causes = new LinkedHashMap<>();

  /**
   * Of an attempt.
   *
   * @param unknownPolicy the lane's: hold, resend or treat-as-sent; null for hold
   */
  Judgment(
      FailureClassifier classifier,
      RetrySchedule schedule,
      ProfilePace pace,
      String unknownPolicy,
      Attempt attempt) {
    this.classifier = classifier;
    this.schedule = schedule;
    this.pace = pace;
    this.unknownPolicy = unknownPolicy == null ? HOLD : unknownPolicy;
    this.attempt = attempt;
  }

  /** The outcomes, those of the recipients who have the mail first. */
  List<Outcome> of(Exception thrown) {
    List<Outcome> outcomes = new ArrayList<>();
    List<String> rest = new ArrayList<>(attempt.envelope().open());
    SmtpTransaction transaction = attempt.transaction();
    if (transaction != null) {
      if (!transaction.accepted().isEmpty()) {
        outcomes.add(attempt.sent(transaction.accepted(), ""));
        rest.removeAll(transaction.accepted());
      }
      for (Refusal refusal : transaction.refused()) {
        judge(refusal);
        rest.remove(refusal.address());
      }
    }
    if (!rest.isEmpty()) {
      judge(rest, thrown);
    }
    groups.forEach((verdict, to) -> outcomes.add(outcome(verdict, to)));
    return outcomes;
  }

  /** What the server says about one recipient concerns that domain. */
  private void judge(Refusal refusal) {
    Reply reply =
        new Reply(Stage.TRANSACTION, refusal.replyCode(), refusal.enhancedCode(), refusal.text());
    Decision decision = decision(classifier.classify(reply), reply);
    String address = refusal.address();
    slow(address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT), decision);
    add(List.of(address), decision, Cause.of(attempt.transaction().host(), refusal));
  }

  /** What it says about all of them concerns us. */
  private void judge(List<String> to, Exception thrown) {
    Decision decision = decision(classifier.classify(thrown), Reply.of(thrown));
    slow(null, decision);
    add(to, decision, Cause.of(thrown));
  }

  private void slow(String domain, Decision decision) {
    if (decision.slowFor() != null && slowed.add(String.valueOf(domain))) {
      pace.slow(profile(), domain, decision.slowFor());
    }
  }

  private Decision decision(FailureKind kind, Reply reply) {
    Envelope envelope = attempt.envelope();
    FailureKind meant =
        kind == FailureKind.UNKNOWN && unknownPolicy.equals("resend")
            ? FailureKind.TRANSIENT
            : kind;
    return schedule.decide(
        meant, reply, envelope.history(), envelope.scheduledSince(), attempt.at());
  }

  private void add(List<String> to, Decision decision, Cause cause) {
    Verdict verdict = new Verdict(decision, cause.replyCode(), cause.enhancedCode());
    groups.computeIfAbsent(verdict, any -> new ArrayList<>()).addAll(to);
    causes.putIfAbsent(verdict, cause);
  }

  private Outcome outcome(Verdict verdict, List<String> to) {
    Decision decision = verdict.decision();
    Cause cause = causes.get(verdict);
    return switch (decision.kind()) {
      case RETRY -> attempt.retried(to, cause, decision.delay(), decision.rule());
      case PAUSE -> {
        pace.pause(profile(), decision.delay(), cause.words());
        yield attempt.held(to, cause, decision.delay());
      }
      case DEAD -> attempt.dead(to, cause, decision.reason());
      case INTERRUPTED -> throw new IllegalStateException("an interrupted job stays in its queue");
      case UNKNOWN ->
          unknownPolicy.equals(TREAT_AS_SENT)
              ? attempt.sent(to, "treated as sent: " + cause.words())
              : attempt.dead(to, cause, "unknown");
    };
  }

  private String profile() {
    return attempt.transaction() == null ? null : attempt.transaction().profile();
  }

  /** What recipients share: the decision, and the reply that led to it. */
  private record Verdict(Decision decision, int replyCode, String enhancedCode) {}
}

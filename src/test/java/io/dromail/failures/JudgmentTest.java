package io.dromail.failures;

import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.failures.Outcome.Next;
import io.dromail.mail.Envelope;
import io.dromail.mail.MailEvent.Kind;
import io.dromail.mail.PastAttempt;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.ProfilePace;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import io.dromail.mail.SmtpTransaction;
import io.dromail.mail.SmtpTransaction.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three recipients, and what becomes of each. */
class JudgmentTest {

  private static final Instant NOW = Instant.parse("2026-11-23T09:31:00Z");
  private static final RetrySchedule SCHEDULE =
      RetrySchedule.load(Path.of("src/test/resources/io/dromail/retry.yaml"));
  private static final Refusal BAD = new Refusal("bad@x.org", 550, "5.1.1", "550 5.1.1 no");
  private static final Refusal SLOW = new Refusal("slow@x.org", 451, "4.7.1", "451 4.7.1 later");

  private final Envelope envelope =
      sealed(mailWith("'text': 't', 'to': ['good@x.org', 'bad@x.org', 'slow@x.org']"));
  private final List<String> pace = new ArrayList<>();

  @Test
  void settlesEachRecipientByItsOwnReply() {
    List<Outcome> outcomes =
        judge(envelope, failure(451, List.of("good@x.org"), BAD, SLOW), "hold");

    assertThat(outcomes)
        .extracting(Outcome::next)
        .containsExactly(Next.DONE, Next.DEAD, Next.RETRY);
    assertThat(outcomes.get(0).event().recipients()).containsExactly("good@x.org");
    assertThat(outcomes.get(0).event().event()).isEqualTo(Kind.SENT);
    assertThat(outcomes.get(1).job().recipients()).containsExactly("bad@x.org");
    assertThat(outcomes.get(1).event().event()).isEqualTo(Kind.BOUNCED);
    assertThat(outcomes.get(1).letter())
        .containsEntry("Dromail-Failure", "permanent")
        .containsEntry("Dromail-Reply-Code", 550)
        .containsEntry("Dromail-Enhanced-Code", "5.1.1")
        .containsEntry("Dromail-Attempts", 1);
    assertThat(outcomes.get(2).job().recipients()).containsExactly("slow@x.org");
    assertThat(outcomes.get(2).job().attempt()).isEqualTo(2);
    assertThat(outcomes.get(2).job().history())
        .containsExactly(
            new PastAttempt(
                NOW,
                "default",
                451,
                "4.7.1",
                "mx:25 did not take the mail: slow@x.org: 451 4.7.1 later"));
    assertThat(outcomes.get(2).event().nextAttemptAt()).isEqualTo(NOW.plusSeconds(1));
    assertThat(outcomes.get(2).delay()).isEqualTo("1s");
  }

  @Test
  void writesOneLetterForThoseWhoShareAVerdict() {
    Refusal other = new Refusal("slow@x.org", 550, "5.1.1", "550 5.1.1 no");

    List<Outcome> outcomes =
        judge(envelope, failure(550, List.of("good@x.org"), BAD, other), "hold");

    assertThat(outcomes).hasSize(2);
    assertThat(outcomes.get(1).job().recipients()).containsExactly("bad@x.org", "slow@x.org");
  }

  @Test
  void leavesRefusedRecipientsOutOfWhatNobodyKnows() {
    List<Outcome> outcomes = judge(envelope, lost(BAD), "hold");

    assertThat(outcomes).extracting(Outcome::next).containsExactly(Next.DEAD, Next.DEAD);
    assertThat(outcomes.get(0).letter()).containsEntry("Dromail-Failure", "permanent");
    assertThat(outcomes.get(1).letter()).containsEntry("Dromail-Failure", "unknown");
    assertThat(outcomes.get(1).event().event()).isEqualTo(Kind.UNKNOWN);
    assertThat(outcomes.get(1).job().recipients()).containsExactly("good@x.org", "slow@x.org");
  }

  @Test
  void followsThePolicyOfTheLaneWhenNobodyKnows() {
    assertThat(judge(envelope, lost(), "resend").get(0).next()).isEqualTo(Next.RETRY);
    Outcome sent = judge(envelope, lost(), "treat-as-sent").get(0);
    assertThat(sent.next()).isEqualTo(Next.DONE);
    assertThat(sent.event().event()).isEqualTo(Kind.SENT);
    assertThat(sent.event().replyText()).startsWith("treated as sent: ");
    assertThat(judge(envelope, lost(), null).get(0).next()).isEqualTo(Next.DEAD);
  }

  @Test
  void burnsNoAttemptWhenTheProviderRefusesUs() {
    Exception refused =
        new SmtpFailure(Stage.LOGIN, 535, "5.7.8", "mx:25 refused the login: 535 5.7.8 no", null);

    Outcome outcome = judge(envelope, refused, "hold").get(0);

    assertThat(outcome.next()).isEqualTo(Next.RETRY);
    assertThat(outcome.delay()).isEqualTo("2s");
    assertThat(outcome.job().attempt()).isEqualTo(1);
    assertThat(outcome.job().history()).isEmpty();
    assertThat(pace).containsExactly("pause PT2S: mx:25 refused the login: 535 5.7.8 no");
  }

  @Test
  void givesUpWhenTheDelaysAreUsedUp() {
    Envelope job = envelope;
    for (int i = 0; i < 3; i++) {
      job = judge(job, new IOException("connection reset"), "hold").get(0).job();
    }
    assertThat(job.attempt()).isEqualTo(4);
    assertThat(job.history()).hasSize(3);

    Outcome last = judge(job, new IOException("connection reset"), "hold").get(0);

    assertThat(last.next()).isEqualTo(Next.DEAD);
    assertThat(last.letter())
        .containsEntry("Dromail-Failure", "exhausted")
        .containsEntry("Dromail-Attempts", 4);
    assertThat(last.event().event()).isEqualTo(Kind.FAILED);
    assertThat(last.job().history()).hasSize(3);
  }

  @Test
  void asksNoServerAboutATemplateThatFails() {
    Outcome outcome =
        judge(envelope, new PermanentFailure("no such template", null), "hold").get(0);

    assertThat(outcome.event().event()).isEqualTo(Kind.FAILED);
    assertThat(outcome.event().host()).isNull();
    assertThat(outcome.letter())
        .containsEntry("Dromail-Reply-Code", 0)
        .containsEntry("Dromail-Cause", "no such template");
  }

  private List<Outcome> judge(Envelope job, Exception thrown, String policy) {
    SmtpFailure smtp = SmtpFailure.in(thrown);
    Attempt attempt = new Attempt(job, smtp == null ? null : smtp.transaction(), "send", NOW);
    ProfilePace noted =
        new ProfilePace() {
          @Override
          public void pause(String profile, Duration time, String cause) {
            pace.add("pause " + time + ": " + cause);
          }

          @Override
          public void slow(String profile, String domain, Duration time) {
            pace.add("slow " + time);
          }
        };
    return new Judgment(new FailureClassifier(), SCHEDULE, noted, policy, attempt).of(thrown);
  }

  private static SmtpFailure failure(int code, List<String> accepted, Refusal... refused) {
    return new SmtpFailure(
        new SmtpFailure(Stage.TRANSACTION, code, "", "some were refused", null),
        new SmtpTransaction("default", "mx:25", "TLS", 12, "", accepted, List.of(refused)));
  }

  private static SmtpFailure lost(Refusal... refused) {
    return new SmtpFailure(
        new SmtpFailure(Stage.END_OF_DATA, -1, "", "mx:25 after the final dot: EOF", null),
        new SmtpTransaction("default", "mx:25", "TLS", 12, "", List.of(), List.of(refused)));
  }
}

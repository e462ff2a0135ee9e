package io.dromail.failures;

import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Envelope;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import io.dromail.mail.SmtpTransaction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class FailedMailsTest {

  private static final List<String> ONE = List.of("one@x.org");
  private static final List<String> OTHER = List.of("other@x.org");
  private static final Cause CAUSE = new Cause(550, "5.1.1", "no such user");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FailedMails mails = new FailedMails(registry, new FailureClassifier());
  private final Envelope envelope = sealed(mailWith("'to': ['one@x.org', 'other@x.org']"));
  private final SmtpTransaction transaction = SmtpTransaction.in(lost());
  private final Attempt attempt = new Attempt(envelope, transaction, "send");

  @Test
  void countAMailOnceThatIsDeadForTwoReasons() {
    count(
        new PermanentFailure("no", null),
        attempt.dead(ONE, CAUSE, "permanent"),
        attempt.dead(OTHER, new Cause(554, "", "never"), "permanent"));

    assertThat(count("dromail.mails.failed")).isEqualTo(1);
    assertThat(count("dromail.mails.unknown")).isZero();
  }

  @Test
  void countAMailThatOneOfItsRecipientsWontGet() {
    count(
        new IOException(),
        attempt.sent(List.of(), ""),
        attempt.retried(ONE, CAUSE, Duration.ofSeconds(1), ""),
        attempt.dead(OTHER, CAUSE, "permanent"));

    assertThat(count("dromail.mails.failed")).isEqualTo(1);
  }

  @Test
  void countNeitherWhatWaitsNorWhatHadNoAttemptLeft() {
    count(new IOException(), attempt.retried(ONE, CAUSE, Duration.ofSeconds(1), ""));
    count(new IOException(), attempt.dead(ONE, CAUSE, "exhausted"));

    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void countWhatNobodyKnowsWhateverTheLaneMakesOfIt() {
    count(lost(), attempt.dead(ONE, CAUSE, "unknown"));
    count(lost(), attempt.retried(ONE, CAUSE, Duration.ofSeconds(1), ""));
    count(lost(), attempt.sent(ONE, "treated as sent"));

    assertThat(count("dromail.mails.unknown")).isEqualTo(3);
    assertThat(count("dromail.mails.failed")).isZero();
  }

  @Test
  void countAMailThatFailedBeforeAProfileWasAsked() {
    count(
        new PermanentFailure("no such template", null),
        new Attempt(envelope, null, "enrich").dead(ONE, CAUSE, "permanent"));

    assertThat(registry.counter("dromail.mails.failed", "lane", "bulk", "profile", "none").count())
        .isEqualTo(1);
  }

  private static SmtpFailure lost() {
    return new SmtpFailure(Stage.END_OF_DATA, -1, "", "lost", new IOException("EOF"))
        .at("office", "smtp.example.com:587");
  }

  private void count(Exception thrown, Outcome... outcomes) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
    exchange.setVariable("lane", "bulk");
    exchange.setVariable("outcomes", List.of(outcomes));
    mails.process(exchange);
  }

  private double count(String name) {
    Counter counter = registry.find(name).tags("lane", "bulk", "profile", "office").counter();
    return counter == null ? 0 : counter.count();
  }
}

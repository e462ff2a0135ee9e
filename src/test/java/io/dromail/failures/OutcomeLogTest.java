package io.dromail.failures;

import static io.dromail.testing.Samples.ID;
import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.dromail.mail.Envelope;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.SmtpTransaction;
import io.dromail.testing.CapturedLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class OutcomeLogTest {

  private static final List<String> TO = List.of("ada@example.org", "bob@example.org");
  private static final SmtpTransaction ASKED =
      new SmtpTransaction(
          "office", "smtp.example.com:587", "TLSv1.3", 12, "250 2.0.0 taken", TO, List.of());
  private static final Cause NO_SUCH_USER = new Cause(550, "5.1.1", "550 5.1.1 no such user");

  private final Envelope envelope =
      sealed(mailWith("'text': 't', 'stream': 'bulk'")).after(List.of(), 3);
  private final Attempt attempt = new Attempt(envelope, ASKED, "send");
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.dromail.outcome");
  private final CapturedLog log = new CapturedLog("io.dromail.outcome");

  @AfterEach
  void leave() {
    log.close();
    logger.setLevel(null);
  }

  @Test
  void tellsWhichMailWasSentAndWhatTheServerSaid() {
    ILoggingEvent line = logged(attempt.sent(TO, ""));

    assertThat(line.getLevel()).isEqualTo(Level.INFO);
    assertThat(line.getFormattedMessage()).isEqualTo("sent " + ID);
    assertThat(fields(line))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "mail.id",
                ID,
                "trace.id",
                envelope.traceId(),
                "lane",
                "bulk",
                "mail.attempt",
                3,
                "event.action",
                "sent",
                "mail.to",
                "ada@example.org, bob@example.org",
                "profile",
                "office",
                "smtp.reply",
                "250 2.0.0 taken"));
  }

  @Test
  void tellsAfterWhichDelayAMailIsTriedAgain() {
    Cause later = new Cause(451, "4.7.1", "451 4.7.1 greylisted");
    ILoggingEvent line = logged(attempt.retried(TO, later, Duration.ofMinutes(5), "default"));

    assertThat(line.getLevel()).isEqualTo(Level.INFO);
    assertThat(line.getFormattedMessage()).isEqualTo("again in 5m " + ID);
    assertThat(fields(line))
        .containsEntry("event.action", "deferred")
        .containsEntry("delay", "5m")
        .containsEntry("mail.attempt", 3)
        .containsEntry("smtp.reply", "451 4.7.1 greylisted");
  }

  @Test
  void namesNobodyWhereNoAttemptWasMade() {
    ILoggingEvent line = logged(attempt.held(TO, null, Duration.ofSeconds(30)));

    assertThat(line.getFormattedMessage()).isEqualTo("again in 30s " + ID);
    assertThat(fields(line))
        .containsEntry("mail.id", ID)
        .doesNotContainKeys("mail.to", "profile", "smtp.reply", "error.message");
  }

  @Test
  void warnsOfADeadMailWithWhereAndWhy() {
    ILoggingEvent line = logged(attempt.dead(TO, NO_SUCH_USER, "permanent"));

    assertThat(line.getLevel()).isEqualTo(Level.WARN);
    assertThat(line.getFormattedMessage())
        .isEqualTo("dead " + ID + ": permanent in send: 550 5.1.1 no such user");
    assertThat(fields(line))
        .containsEntry("event.action", "dead")
        .containsEntry("reason", "permanent")
        .containsEntry("smtp.reply", "550 5.1.1 no such user");
  }

  @Test
  void tellsApartAMailOfWhichNobodyKnows() {
    Cause lost = new Cause(0, "", "the connection broke after the mail");
    ILoggingEvent line = logged(attempt.dead(TO, lost, "unknown"));

    assertThat(line.getLevel()).isEqualTo(Level.WARN);
    assertThat(fields(line))
        .containsEntry("event.action", "unknown")
        .containsEntry("error.message", "the connection broke after the mail")
        .doesNotContainKey("smtp.reply");
  }

  @Test
  void doesNotCallAReplyWhatNoServerSaid() {
    Attempt unasked = new Attempt(envelope, null, "render");
    Cause cause = Cause.of(new PermanentFailure("there is no template gone", null));
    ILoggingEvent line = logged(unasked.dead(TO, cause, "permanent"));

    assertThat(fields(line))
        .containsEntry("error.message", "there is no template gone")
        .doesNotContainKeys("smtp.reply", "profile");
  }

  @Test
  void warnsOfAJobThatNobodyCanRead() {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    Outcome outcome = Attempt.unreadable(new PermanentFailure("not a job", null), "bulk", "lane");
    exchange.setVariable("outcome", outcome);

    new OutcomeLog().process(exchange);

    assertThat(log.events()).hasSize(1);
    assertThat(log.events().get(0).getFormattedMessage())
        .isEqualTo(
            "dead letter %s: permanent in lane: not a job", outcome.letter().get("Dromail-Letter"));
    assertThat(fields(log.events().get(0))).containsOnlyKeys("event.action", "reason");
  }

  @Test
  void saysOnlyWhatTheLevelAsksFor() {
    logger.setLevel(Level.WARN);
    process(attempt.sent(TO, ""));
    process(attempt.retried(TO, NO_SUCH_USER, Duration.ofMinutes(5), "default"));
    assertThat(log.events()).isEmpty();

    process(attempt.dead(TO, NO_SUCH_USER, "permanent"));
    assertThat(log.events()).hasSize(1);
  }

  private ILoggingEvent logged(Outcome outcome) {
    process(outcome);
    assertThat(log.events()).hasSize(1);
    return log.events().get(0);
  }

  private void process(Outcome outcome) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setVariable("outcome", outcome);
    exchange.setVariable("envelope", envelope);
    exchange.setVariable("id", ID);
    new OutcomeLog().process(exchange);
  }

  private static Map<String, Object> fields(ILoggingEvent line) {
    Map<String, Object> fields = new HashMap<>();
    for (KeyValuePair field : line.getKeyValuePairs()) {
      assertThat(fields.put(field.key, field.value)).as(field.key).isNull();
    }
    return fields;
  }
}

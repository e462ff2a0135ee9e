package io.dromail.failures;

import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.failures.Outcome.Next;
import io.dromail.mail.Envelope;
import io.dromail.mail.LimitReached;
import io.dromail.mail.MailJson;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.ProfilePace;
import io.dromail.mail.ProfilePaused;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutcomesTest {

  private final DefaultCamelContext context = new DefaultCamelContext();
  private Envelope envelope = sealed(mailWith("'text': 't'")).scheduledSince(Instant.now());
  private final Outcomes outcomes =
      new Outcomes(
          new FailureClassifier(),
          new RunningSchedule("src/test/resources/io/dromail/retry.yaml", "nowhere"),
          new NoPace());

  @BeforeEach
  void start() {
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void areNotForDoors() {
    Exchange exchange = new DefaultExchange(context);
    exchange.setException(new IOException());

    assertThat(outcomes.isOver(exchange)).isFalse();
  }

  @Test
  void leaveAJobInItsQueueWhenTheProcessStops() {
    assertThat(outcomes.isOver(job(new IOException()))).isTrue();
    assertThat(outcomes.isOver(job(new RejectedExecutionException("stopping")))).isFalse();

    context.stop();

    assertThat(outcomes.isOver(job(new IOException()))).isFalse();
    assertThat(outcomes.isOver(job(new PermanentFailure("p", null)))).isTrue();
  }

  @Test
  void putAMailOffForAsLongAsItsProfileIsPaused() {
    Outcome outcome =
        outcomes.judge(job(new ProfilePaused(Duration.ofMillis(1_500), "535 no"))).get(0);

    assertThat(outcome.isRetried()).isTrue();
    assertThat(outcome.delay()).isEqualTo("2s");
    assertThat(outcome.job().attempt()).isEqualTo(1);
    assertThat(outcome.isEvent()).isFalse();
  }

  @Test
  void giveUpAMailThatWouldBeTooOldAfterThePause() {
    envelope = envelope.scheduledSince(Instant.now().minus(Duration.ofMinutes(59)));

    assertThat(judge(new ProfilePaused(Duration.ofSeconds(1), "535 no")).isRetried()).isTrue();
    envelope = envelope.scheduledSince(Instant.now().minus(Duration.ofHours(1)));
    Outcome outcome = judge(new ProfilePaused(Duration.ofSeconds(1), "535 no"));

    assertThat(outcome.isDead()).isTrue();
    assertThat(outcome.letter())
        .containsEntry("Dromail-Failure", "exhausted")
        .containsEntry("Dromail-Cause", "the profile is paused: 535 no");
  }

  @Test
  void putAMailOffThatHasReachedALimitHoweverOldItIs() {
    Instant longAgo = Instant.now().minus(Duration.ofDays(3));
    envelope = envelope.scheduledSince(longAgo);

    Outcome outcome = judge(new LimitReached("30 mails a minute", Duration.ofSeconds(14)));

    assertThat(outcome.isRetried()).isTrue();
    assertThat(outcome.delay()).isEqualTo("5s");
    assertThat(outcome.job().attempt()).isEqualTo(1);
    assertThat(outcome.isEvent()).isFalse();
    assertThat(outcome.job().scheduledSince())
        .as("what the limit takes is not taken from the schedule")
        .isEqualTo(longAgo.plusSeconds(5));
  }

  @Test
  void keepAJobThatNobodyCanReadAsItCame() throws Exception {
    Exchange exchange = new DefaultExchange(context);
    exchange.setVariable("job", "{not json");
    exchange.setVariable("lane", "bulk");
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new PermanentFailure("unreadable", null));

    Outcome outcome = outcomes.judge(exchange).get(0);
    exchange.getMessage().setBody(outcome);
    new DeadLetters().address(exchange);

    assertThat(outcome.next()).isEqualTo(Next.DEAD);
    assertThat(exchange.getMessage().getBody()).isEqualTo("{not json");
    assertThat(exchange.getMessage().getHeader("Dromail-Lane")).isEqualTo("bulk");
  }

  @Test
  void becomeLettersWithTheCauseBesideTheJobAndNothingElse() throws Exception {
    Exchange exchange = job(new PermanentFailure("no such template\nsecond line", null));
    exchange.setProperty(Exchange.FAILURE_ROUTE_ID, "render");
    exchange.getMessage().setBody(outcomes.judge(exchange).get(0));
    exchange.getMessage().setHeader("mail.smtp.host", "evil.example");

    new DeadLetters().address(exchange);

    assertThat(
            MailJson.mapper()
                .readValue(exchange.getMessage().getBody(byte[].class), Envelope.class))
        .isEqualTo(envelope.to(envelope.open()));
    assertThat(exchange.getMessage().getHeaders())
        .containsEntry("Dromail-Failure", "permanent")
        .containsEntry("Dromail-Cause", "no such template")
        .containsEntry("Dromail-Step", "render")
        .containsEntry("CamelSpringRabbitmqMessageId", envelope.id())
        .doesNotContainKey("mail.smtp.host");
  }

  private Outcome judge(Exception thrown) {
    return outcomes.judge(job(thrown)).get(0);
  }

  private Exchange job(Exception thrown) {
    Exchange exchange = new DefaultExchange(context);
    exchange.setVariable("job", "the job");
    exchange.setVariable("lane", "transactional");
    exchange.setVariable("envelope", envelope);
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
    return exchange;
  }

  private static final class NoPace implements ProfilePace {
    @Override
    public void pause(String profile, Duration time, String cause) {
      throw new AssertionError("no pause was due");
    }

    @Override
    public void slow(String profile, String domain, Duration time) {
      throw new AssertionError("no slow time was due");
    }
  }
}

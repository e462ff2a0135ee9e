package io.dromail.failures;

import static io.dromail.testing.Samples.ID;
import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromail.mail.PermanentFailure;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final DeadLetters letters = new DeadLetters(new FailureClassifier());

  @BeforeEach
  void start() {
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void areTheJobAsItCameWithItsCauseBesideIt() throws Exception {
    Exception cause =
        new SmtpFailure(
            Stage.TRANSACTION, 550, "5.1.1", "mail.example.com: 550 5.1.1 no\nmore", null);
    Exchange exchange = job(cause);
    exchange.getMessage().setHeader("mail.smtp.host", "evil.example");
    exchange.getMessage().setHeader(Exchange.REDELIVERY_COUNTER, 3);
    exchange.setProperty(Exchange.FAILURE_ROUTE_ID, "send");

    letters.address(exchange);

    assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("the job");
    assertThat(exchange.getMessage().getHeaders())
        .containsEntry("Dromail-Failure", "permanent")
        .containsEntry("Dromail-Cause", "mail.example.com: 550 5.1.1 no")
        .containsEntry("Dromail-Reply-Code", 550)
        .containsEntry("Dromail-Step", "send")
        .containsEntry("Dromail-Lane", "bulk")
        .containsEntry("CamelSpringRabbitmqMessageId", ID)
        .doesNotContainKey("mail.smtp.host");
  }

  @Test
  void areNotForDoors() {
    Exchange exchange = new DefaultExchange(context);
    exchange.setException(new IOException());

    assertThat(letters.isTransient(exchange)).isFalse();
    assertThat(letters.isFinal(exchange)).isFalse();
  }

  @Test
  void tellTransientFromFinal() {
    assertThat(letters.isTransient(job(new IOException()))).isTrue();
    assertThat(letters.isTransient(job(new PermanentFailure("p", null)))).isFalse();
    assertThat(letters.isFinal(job(new PermanentFailure("p", null)))).isTrue();
    Exception unknown = new SmtpFailure(Stage.END_OF_DATA, -1, "", "lost", null);
    assertThat(letters.isTransient(job(unknown))).isFalse();
    assertThat(letters.isFinal(job(unknown))).isTrue();
  }

  @Test
  void leaveAJobInItsQueueWhenTheProcessStops() {
    Exception stopping = new RejectedExecutionException("stopping");

    assertThat(letters.isTransient(job(stopping))).isFalse();
    assertThat(letters.isFinal(job(stopping))).isFalse();
    assertThatThrownBy(() -> letters.address(job(stopping))).isSameAs(stopping);
  }

  @Test
  void leaveATransientFailureInItsQueueWhenTheContextHasStopped() {
    context.stop();

    assertThat(letters.isTransient(job(new IOException()))).isFalse();
    assertThat(letters.isFinal(job(new IOException()))).isFalse();
  }

  @Test
  void sayWhatWasThrownWithoutWords() throws Exception {
    Exchange exchange = job(new IllegalStateException());

    letters.address(exchange);

    assertThat(exchange.getMessage().getHeader("Dromail-Cause"))
        .isEqualTo("java.lang.IllegalStateException");
  }

  private Exchange job(Exception thrown) {
    Exchange exchange = new DefaultExchange(context);
    exchange.setVariable("job", "the job");
    exchange.setVariable("lane", "bulk");
    exchange.setVariable("envelope", sealed(mailWith("'text': 't'")));
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
    return exchange;
  }
}

package io.dromail.ingest;

import static io.dromail.testing.Samples.mailWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import java.time.Instant;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class SealerTest {

  private final Sealer sealer = new Sealer();
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private final Mail mail = mailWith("'text': 't', 'stream': 'bulk'");

  @Test
  void givesANewMailAnIdThatGrowsWithTime() {
    Envelope first = sealer.seal(exchange, mail, "shop", null, null);
    Envelope second = sealer.seal(exchange, mail, "shop", null, null);

    assertThat(UUID.fromString(first.id()).version()).isEqualTo(7);
    assertThat(second.id()).isGreaterThan(first.id());
  }

  @Test
  void keepsTheIdOfAMailFromAJobFile() {
    UUID id = UUID.fromString("01920f5c-7d3a-8b1e-9c55-3f1f6f0a2b11");

    Envelope envelope = sealer.seal(exchange, mail, "inbox", id, false);

    assertThat(envelope.id()).isEqualTo(id.toString());
    assertThat(envelope.messageId()).isEqualTo("<" + id + "@example.com>");
    assertThat(envelope.traceId()).isEqualTo("01920f5c7d3a8b1e9c553f1f6f0a2b11");
    assertThat(envelope.tenant()).isEqualTo("inbox");
    assertThat(envelope.lane()).isEqualTo("bulk");
    assertThat(envelope.attempt()).isEqualTo(1);
    assertThat(envelope.mail()).isSameAs(mail);
    assertThat(envelope.acceptedAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(envelope.acceptedAt().getNano() % 1_000_000).isZero();
  }

  @Test
  void keepsTheMailInTheTraceOfItsRequest() {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    exchange.setVariable("traceparent", trace);

    Envelope envelope = sealer.seal(exchange, mail, "shop", null, null);

    assertThat(envelope.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(exchange.getVariable("traceparent")).isEqualTo(trace);
  }

  @Test
  void marksWhatMayHaveBeenPublishedBefore() {
    UUID id = UUID.randomUUID();

    assertThat(sealer.seal(exchange, mail, "shop", id, true).again()).isTrue();
    assertThat(sealer.seal(exchange, mail, "shop", id, false).again()).isFalse();
    assertThat(sealer.seal(exchange, mail, "shop", id, null).again()).isFalse();
  }
}

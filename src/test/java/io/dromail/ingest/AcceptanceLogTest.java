package io.dromail.ingest;

import static io.dromail.testing.Samples.ID;
import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.dromail.testing.CapturedLog;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcceptanceLogTest {

  private static final String TRACE = ID.replace("-", "");

  private final CapturedLog log = new CapturedLog("io.dromail.outcome");

  @AfterEach
  void stopListening() {
    log.close();
  }

  @Test
  void saysOnOneLineWhichMailWasAccepted() {
    accept();

    assertThat(log.events()).hasSize(1);
    assertThat(log.events().get(0).getLevel()).isEqualTo(Level.INFO);
    assertThat(log.events().get(0).getFormattedMessage())
        .isEqualTo("accepted " + ID + ", trace " + TRACE);
  }

  @Test
  void hasTheSameAsFieldsAndNobodysAddress() {
    accept();

    Map<String, Object> fields =
        log.events().get(0).getKeyValuePairs().stream()
            .collect(Collectors.toMap(field -> field.key, field -> field.value));
    assertThat(fields)
        .isEqualTo(
            Map.of(
                "event.action", "accepted",
                "mail.id", ID,
                "trace.id", TRACE,
                "lane", "bulk",
                "tenant", "default"));
  }

  private static void accept() {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setVariable("envelope", sealed(mailWith("'text': 't', 'stream': 'bulk'")));
    new AcceptanceLog().process(exchange);
  }
}

package io.dromail.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.MailJson;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.dromail.outcome");

  @Test
  void hasTheFieldsOfTheLine() throws IOException {
    JsonNode line =
        line(
            false,
            event("sent {}", null, "7"),
            new KeyValuePair("mail.id", "7"),
            new KeyValuePair("mail.attempt", 2),
            new KeyValuePair("smtp.reply", "250 \"ok\"\n"),
            new KeyValuePair("profile", null));

    assertThat(line.get("@timestamp").asText()).endsWith("Z");
    assertThat(line.get("log.level").asText()).isEqualTo("WARN");
    assertThat(line.get("log.logger").asText()).isEqualTo("io.dromail.outcome");
    assertThat(line.get("message").asText()).isEqualTo("sent 7");
    assertThat(line.get("mail.id").asText()).isEqualTo("7");
    assertThat(line.get("mail.attempt").isNumber()).isTrue();
    assertThat(line.get("smtp.reply").asText()).isEqualTo("250 \"ok\"\n");
  }

  @Test
  void masksAddressesWhereverTheyAre() throws IOException {
    Exception failure = new IllegalStateException("no ada@example.org");

    JsonNode line =
        line(false, event("to {}", failure, "\"a b\"@example.org"), field("bob@example.org"));

    assertThat(line.toString()).doesNotContain("ada@", "bob@", "a b");
    assertThat(line.get("mail.to").asText()).isEqualTo("b***@example.org");
    assertThat(line.get("error.message").asText()).isEqualTo("no a***@example.org");
    assertThat(line.get("error.stack_trace").asText()).contains("no a***@example.org");
  }

  @Test
  void showsAddressesIfTheyAreWanted() throws IOException {
    assertThat(line(true, event("", null), field("ada@example.org")).get("mail.to").asText())
        .isEqualTo("ada@example.org");
  }

  private static KeyValuePair field(String address) {
    return new KeyValuePair("mail.to", address);
  }

  private LoggingEvent event(String message, Exception failure, Object... arguments) {
    return new LoggingEvent("", logger, Level.WARN, message, failure, arguments);
  }

  private static JsonNode line(boolean addresses, LoggingEvent event, KeyValuePair... fields)
      throws IOException {
    event.setKeyValuePairs(List.of(fields));
    JsonLines lines = new JsonLines(addresses);
    lines.start();
    return MailJson.mapper().readTree(lines.encode(event));
  }
}

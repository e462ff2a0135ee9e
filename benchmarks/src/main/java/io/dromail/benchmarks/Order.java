package io.dromail.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The mail that all benchmarks work on: an order of 12 items, by {@code order-shipped}. */
public final class Order {

  private static final Path HOME = Path.of(System.getProperty("dromail.home", ".."));

  private Order() {}

  /** The folder of the templates. */
  public static Path templates() {
    return HOME.resolve("src/main/resources/templates");
  }

  /** The request. */
  public static byte[] request() {
    try {
      Path file = HOME.resolve("benchmarks/order.json");
      return Files.readString(file)
          .replace("%TEMPLATE%", "order-shipped")
          .replace("%SEQ%", "00000042")
          .replace("%RUN%", "measured")
          .getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request of so many mails. */
  public static byte[] batch(int mails) {
    try {
      ArrayNode batch = MailJson.mapper().createArrayNode();
      for (int i = 0; i < mails; i++) {
        batch.add(MailJson.mapper().readTree(request()));
      }
      return MailJson.mapper().writeValueAsBytes(batch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mail as it was read at the door. */
  public static Mail mail() {
    try {
      return MailJson.mapper().readValue(request(), Mail.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A mail on its way. */
  public static Envelope envelope(Mail mail) {
    return new Envelope(
        "01890a5d-ac96-774b-bcce-b302099a8057",
        "<01890a5d-ac96-774b-bcce-b302099a8057@shop.test>",
        "default",
        "transactional",
        "01890a5dac96774bbcceb302099a8057",
        Instant.parse("2026-05-14T09:30:00Z"),
        mail);
  }
}

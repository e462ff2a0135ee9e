package io.dromail.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import java.time.Instant;

/** Mails and requests for tests, written as JSON with single quotes. */
public final class Samples {

  public static final String ID = "01920f5c-7d3a-7b1e-9c55-3f1f6f0a2b11";
  public static final String MESSAGE_ID = "<" + ID + "@example.com>";

  private Samples() {}

  /** Any JSON; a single quote stands for a double one. */
  public static JsonNode json(String text) {
    try {
      return MailJson.mapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A mail, bound as a door binds it, but not judged. */
  public static Mail mail(String text) {
    try {
      return MailJson.mapper().treeToValue(json(text), Mail.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A mail from shop@example.com to ada@example.org with these further fields. */
  public static Mail mailWith(String fields) {
    return mail("{'from': 'shop@example.com', 'to': 'ada@example.org', " + fields + "}");
  }

  /** A mail in an envelope that is the same each time. */
  public static Envelope sealed(Mail mail) {
    return new Envelope(
        ID,
        MESSAGE_ID,
        "default",
        mail.stream(),
        ID.replace("-", ""),
        Instant.parse("2026-11-23T09:30:00.125Z"),
        mail);
  }
}

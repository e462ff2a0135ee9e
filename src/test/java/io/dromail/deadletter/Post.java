package io.dromail.deadletter;

import io.dromail.mail.Address;
import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.PastAttempt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/** Messages of {@code mail.dead}, made by hand. */
public final class Post {

  public static final Instant FAILED = Instant.parse("2026-11-23T09:30:00.125Z");

  private Post() {}

  public static Envelope envelope(String tenant, String... to) {
    String id = UUID.randomUUID().toString();
    Mail mail =
        new Mail(
            Address.parse("shop@example.com"),
            List.of(to).stream().map(Address::parse).toList(),
            null,
            null,
            null,
            "Hello",
            null,
            "It works.",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            false);
    return new Envelope(
        id,
        "<" + id + "@example.com>",
        tenant,
        "transactional",
        id.replace("-", ""),
        2,
        FAILED.minusSeconds(90),
        mail,
        List.of(),
        List.of(new PastAttempt(FAILED.minusSeconds(60), "default", 451, "4.3.0", "451 later")),
        null,
        false);
  }

  /** The letter of an envelope; headers as name and value in turn come on top. */
  public static Message letter(Envelope envelope, Object... headers) {
    MessageProperties properties = new MessageProperties();
    properties.setHeader("Dromail-Letter", UUID.randomUUID().toString());
    properties.setHeader("Dromail-Failure", "permanent");
    properties.setHeader(
        "Dromail-Cause",
        "smtp.example.com:587 did not take the mail: "
            + envelope.open().get(0)
            + ": 550 5.1.1 no such user");
    properties.setHeader("Dromail-Reply-Code", 550);
    properties.setHeader("Dromail-Enhanced-Code", "5.1.1");
    properties.setHeader("Dromail-Step", "send");
    properties.setHeader("Dromail-Attempts", 2);
    properties.setHeader("Dromail-Failed-At", FAILED.toString());
    properties.setHeader("Dromail-Lane", envelope.lane());
    properties.setHeader("Dromail-Profile", "default");
    for (int i = 0; i < headers.length; i += 2) {
      properties.setHeader((String) headers[i], headers[i + 1]);
    }
    return new Message(json(envelope), properties);
  }

  /** A message that nobody of ours wrote. */
  public static Message stranger(String body, Map<String, Object> headers) {
    MessageProperties properties = new MessageProperties();
    headers.forEach(properties::setHeader);
    return new Message(body.getBytes(StandardCharsets.UTF_8), properties);
  }

  static byte[] json(Envelope envelope) {
    try {
      return MailJson.mapper().writeValueAsBytes(envelope);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

package io.dromail.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.f4b6a3.uuid.UuidCreator;
import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.MailEvent;
import io.dromail.mail.MailEvent.Kind;
import io.dromail.mail.MailJson;
import io.dromail.testing.Samples;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/** Mails and events as they come from {@code mail.journal}. */
final class JournalSamples {

  static final Instant START = Instant.parse("2026-11-23T09:30:00.125Z");

  private JournalSamples() {}

  /** A mail to these addresses that was accepted just now. */
  static Envelope mail(String... to) {
    return mail("default", Instant.now().truncatedTo(ChronoUnit.MILLIS), to);
  }

  static Envelope mail(String tenant, Instant acceptedAt, String... to) {
    String addresses = "['" + String.join("', '", to) + "']";
    return mail(
        tenant,
        acceptedAt,
        Samples.mail(
            "{'from': 'Shop <shop@example.com>', 'to': "
                + addresses
                + ", 'subject': 'Hello', 'text': 'Hi', 'html': '<p>Hi</p>', 'tags': [{'name':"
                + " 'order', 'value': '42'}], 'metadata': {'customer': '7'}}"));
  }

  static Envelope mail(String tenant, Instant acceptedAt, Mail mail) {
    String id = UuidCreator.getTimeOrderedEpoch().toString();
    return new Envelope(
        id,
        "<" + id + "@example.com>",
        tenant,
        "transactional",
        id.replace("-", ""),
        acceptedAt,
        mail);
  }

  /** An event about a mail, an attempt a second. */
  static MailEvent event(Envelope mail, Kind kind, int attempt, String... recipients) {
    boolean delayed = kind == Kind.DELIVERY_DELAYED;
    Instant at = mail.acceptedAt().plusSeconds(attempt);
    return new MailEvent(
        UUID.randomUUID().toString(),
        kind,
        mail.id(),
        mail.tenant(),
        mail.lane(),
        attempt,
        at,
        List.of(recipients),
        "default",
        "smtp.example.com:587",
        kind == Kind.SENT ? 250 : delayed ? 451 : 550,
        kind == Kind.SENT ? "2.0.0" : delayed ? "4.3.0" : "5.1.1",
        kind == Kind.SENT ? "ok" : "not now",
        12,
        "TLSv1.3",
        delayed ? at.plusSeconds(30) : null);
  }

  /** As it lies in the queue. */
  static Message message(Object document) {
    try {
      return new Message(
          document instanceof String text
              ? text.getBytes(java.nio.charset.StandardCharsets.UTF_8)
              : MailJson.mapper().writeValueAsBytes(document),
          new MessageProperties());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static List<Message> messages(Object... documents) {
    return java.util.Arrays.stream(documents).map(JournalSamples::message).toList();
  }
}

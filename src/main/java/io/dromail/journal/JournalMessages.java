package io.dromail.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import io.dromail.mail.MailEvent;
import io.dromail.mail.MailJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;

/** Reads what is in {@code mail.journal}. Thread-safe. */
final class JournalMessages {

  private static final Logger LOG = LoggerFactory.getLogger(JournalMessages.class);
  private static final ObjectReader MAILS = MailJson.mapper().readerFor(AcceptedMail.class);
  private static final ObjectReader EVENTS =
      MailJson.mapper()
          .readerFor(MailEvent.class)
          // Newer processes may write more.
          .without(
              com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final boolean bodies;

  /**
   * A reader.
   *
   * @param bodies whether the whole envelope is kept, too
   */
  JournalMessages(boolean bodies) {
    this.bodies = bodies;
  }

  /**
   * What a message tells: of a mail, of an attempt, or of several attempts, an array of them.
   * Nothing, with an ERROR in the log, if it can't be read.
   */
  List<JournalEntry> read(Message message) {
    try {
      byte[] body = message.getBody();
      return isArray(body) ? outcomes(body) : List.of(entry(body));
    } catch (IOException | RuntimeException e) {
      // Jackson's own words quote the body.
      LOG.error(
          "a message of {} bytes in mail.journal can't be read and is left out: {}; message id {}",
          message.getBody() == null ? 0 : message.getBody().length,
          e.getClass().getSimpleName(),
          message.getMessageProperties().getMessageId());
      return List.of();
    }
  }

  private static boolean isArray(byte[] body) throws IOException {
    try (JsonParser json = MailJson.mapper().createParser(body)) {
      return json.nextToken() == JsonToken.START_ARRAY;
    }
  }

  private static List<JournalEntry> outcomes(byte[] body) throws IOException {
    List<JournalEntry> outcomes = new ArrayList<>();
    try (MappingIterator<MailEvent> events = EVENTS.readValues(body)) {
      while (events.hasNextValue()) {
        outcomes.add(Outcome.of(events.nextValue()));
      }
    }
    return outcomes;
  }

  private JournalEntry entry(byte[] body) throws IOException {
    if (has("mail", body)) {
      AcceptedMail mail = MAILS.readValue(body);
      return bodies ? mail.withEnvelope(new String(body, StandardCharsets.UTF_8)) : mail;
    }
    return Outcome.of(EVENTS.readValue(body));
  }

  private static boolean has(String field, byte[] body) throws IOException {
    try (JsonParser json = MailJson.mapper().createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        if (json.currentName().equals(field)) {
          return true;
        }
        json.nextToken();
        json.skipChildren();
      }
      return false;
    }
  }
}

package io.dromail.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dromail.mail.MailEvent;
import io.dromail.mail.MailJson;
import io.dromail.mail.Tag;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Collects what a transaction writes, and writes it table by table. */
final class NewRows {

  private static final int REPLY_AT_MOST = 10_000;

  private final Batch mails;
  private final Batch completed;
  private final Batch recipients;
  private final Batch tags;
  private final Batch events;
  private final Batch moved;
  private final Batch statuses;

  NewRows(Connection connection) {
    mails =
        new Batch(
            connection,
            """
            insert into mail (tenant, lane, message_id, trace_id, sender, subject, template, tags,
              metadata, envelope, accepted_at, last_event, last_event_at, next_attempt_at, id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
    completed =
        new Batch(
            connection,
            """
            update mail set tenant = ?, lane = ?, message_id = ?, trace_id = ?, sender = ?,
              subject = ?, template = ?, tags = ?, metadata = ?, envelope = ?, accepted_at = ?,
              last_event = ?, last_event_at = ?, next_attempt_at = ? where id = ?""");
    recipients =
        new Batch(
            connection,
            """
            insert into recipient (mail_id, place, address, address_lower, kind, status, status_at)
            values (?, ?, ?, ?, ?, ?, ?)""");
    tags =
        new Batch(
            connection, "insert into tag (mail_id, place, name, tag_value) values (?, ?, ?, ?)");
    events =
        new Batch(
            connection,
            """
            insert into event (event_id, mail_id, event, attempt, at, recipients, profile, host,
              reply_code, enhanced_code, reply_text, duration_ms, tls, next_attempt_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
    moved =
        new Batch(
            connection,
            "update mail set last_event = ?, last_event_at = ?, next_attempt_at = ? where id = ?");
    statuses =
        new Batch(
            connection,
            "update recipient set status = ?, status_at = ? where mail_id = ? and place = ?");
  }

  /**
   * A mail with all that belongs to it.
   *
   * @param hasPlace whether an event has made its row already
   */
  void mail(AcceptedMail mail, Standing standing, boolean hasPlace) throws SQLException {
    AcceptedMail.Request request = mail.mail();
    (hasPlace ? completed : mails)
        .add(
            mail.tenant(),
            mail.lane(),
            mail.messageId(),
            mail.traceId(),
            request.sender(),
            request.subject(),
            request.templateId(),
            json(request.tags()),
            json(request.metadata()),
            mail.envelope(),
            mail.acceptedAt(),
            standing.lastEvent(),
            standing.at(),
            standing.nextAttemptAt(),
            mail.mailId());
    for (int i = 0; i < standing.recipients().size(); i++) {
      Recipient to = standing.recipients().get(i);
      String lower = to.address().toLowerCase(Locale.ROOT);
      recipients.add(mail.mailId(), i, to.address(), lower, to.kind(), to.status(), to.at());
    }
    for (int i = 0; i < request.tags().size(); i++) {
      Tag tag = request.tags().get(i);
      tags.add(mail.mailId(), i, tag.name(), tag.value());
    }
  }

  /** A row for a mail that is still to come. */
  void placeFor(UUID id, MailEvent event) throws SQLException {
    Object none = null;
    mails.add(
        event.tenant() == null ? "" : event.tenant(),
        event.lane() == null ? "" : event.lane(),
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        event.at(),
        event.event(),
        event.at(),
        none,
        id);
  }

  /** A mail that stands elsewhere than before. */
  void moved(UUID id, List<Recipient> before, Standing standing) throws SQLException {
    moved.add(standing.lastEvent(), standing.at(), standing.nextAttemptAt(), id);
    for (int i = 0; i < before.size(); i++) {
      Recipient now = standing.recipients().get(i);
      if (!now.equals(before.get(i))) {
        statuses.add(now.status(), now.at(), id, i);
      }
    }
  }

  /** What an attempt came to. */
  void outcome(Outcome outcome) throws SQLException {
    MailEvent event = outcome.event();
    String reply = event.replyText();
    events.add(
        outcome.eventId(),
        outcome.mailId(),
        event.event(),
        event.attempt(),
        event.at(),
        json(event.recipients() == null ? List.of() : event.recipients()),
        event.profile(),
        event.host(),
        event.replyCode(),
        event.enhancedCode(),
        reply != null && reply.length() > REPLY_AT_MOST ? reply.substring(0, REPLY_AT_MOST) : reply,
        event.durationMs(),
        event.tls(),
        event.nextAttemptAt());
  }

  /** Writes all of it, mails before what refers to them. */
  void write() throws SQLException {
    for (Batch batch : List.of(mails, completed, recipients, tags, events, moved, statuses)) {
      batch.write();
    }
  }

  private static String json(Object value) throws SQLException {
    try {
      return MailJson.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new SQLException("can't be written as JSON", e);
    }
  }
}

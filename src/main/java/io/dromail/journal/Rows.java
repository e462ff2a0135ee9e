package io.dromail.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.dromail.mail.MailEvent;
import io.dromail.mail.MailEvent.Kind;
import io.dromail.mail.MailJson;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Reads rows of the journal, those of many mails with one statement. */
final class Rows {

  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private final Connection connection;

  Rows(Connection connection) {
    this.connection = connection;
  }

  /**
   * Locks the rows of mails until the transaction ends, in the order in which everybody does.
   *
   * @return when those that are there were accepted; null for one of which only events are known
   */
  Map<UUID, Instant> lock(Collection<UUID> ids) throws SQLException {
    Map<UUID, Instant> known = new LinkedHashMap<>();
    each(
        "select id, message_id, accepted_at from mail where id = any(?) order by id for update",
        ids,
        row ->
            known.put(
                row.getObject(1, UUID.class),
                row.getString(2) == null ? null : instant(row, "accepted_at")));
    return known;
  }

  /** The events of mails, by mail. */
  Map<UUID, List<Outcome>> outcomes(Collection<UUID> ids) throws SQLException {
    Map<UUID, List<Outcome>> all = new HashMap<>();
    each(
        "select * from event where mail_id = any(?) order by at",
        ids,
        row -> {
          Outcome outcome = outcome(row);
          all.computeIfAbsent(outcome.mailId(), any -> new ArrayList<>()).add(outcome);
        });
    return all;
  }

  /** The recipients of mails, by mail, in their order. */
  Map<UUID, List<Recipient>> recipients(Collection<UUID> ids) throws SQLException {
    Map<UUID, List<Recipient>> all = new HashMap<>();
    each(
        "select * from recipient where mail_id = any(?) order by mail_id, place",
        ids,
        row ->
            all.computeIfAbsent(row.getObject("mail_id", UUID.class), any -> new ArrayList<>())
                .add(
                    new Recipient(
                        row.getString("address"),
                        row.getString("kind"),
                        kind(row, "status"),
                        instant(row, "status_at"))));
    return all;
  }

  private void each(String sql, Collection<UUID> ids, RowReader reader) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Array array = connection.createArrayOf("uuid", ids.toArray());
      statement.setArray(1, array);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
      array.free();
    }
  }

  private static Outcome outcome(ResultSet row) throws SQLException {
    UUID eventId = row.getObject("event_id", UUID.class);
    UUID mailId = row.getObject("mail_id", UUID.class);
    return new Outcome(
        eventId,
        mailId,
        new MailEvent(
            eventId.toString(),
            kind(row, "event"),
            mailId.toString(),
            null,
            null,
            row.getInt("attempt"),
            instant(row, "at"),
            json(row.getString("recipients"), TEXTS),
            row.getString("profile"),
            row.getString("host"),
            row.getInt("reply_code"),
            row.getString("enhanced_code"),
            row.getString("reply_text"),
            row.getLong("duration_ms"),
            row.getString("tls"),
            instant(row, "next_attempt_at")));
  }

  static Kind kind(ResultSet row, String column) throws SQLException {
    return Kind.valueOf(row.getString(column).toUpperCase(Locale.ROOT));
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static <T> T json(String text, TypeReference<T> type) throws SQLException {
    try {
      return MailJson.mapper().readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new SQLException("what the journal holds isn't JSON", e);
    }
  }

  /** Takes what it wants from the current row. */
  @FunctionalInterface
  interface RowReader {

    void read(ResultSet row) throws SQLException;
  }
}

package io.dromail.journal;

import com.fasterxml.jackson.core.type.TypeReference;
import io.dromail.mail.MailEvent.Kind;
import io.dromail.mail.Refused;
import io.dromail.mail.Tag;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads mails for the API, over one connection. */
final class Emails {

  /** The scope of somebody who sees the mails of all tenants. */
  static final String EVERYBODY = "";

  private static final TypeReference<List<Tag>> TAGS = new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> METADATA = new TypeReference<>() {};
  private static final String COLUMNS =
      """
      select id, message_id, trace_id, sender, subject, template, lane, tags, metadata,
        accepted_at, last_event, next_attempt_at
      from mail where message_id is not null""";

  private final Connection connection;

  Emails(Connection connection) {
    this.connection = connection;
  }

  /** A mail of the scope, or null. */
  Email find(UUID id, String scope) throws SQLException {
    Filter filter = new Filter(COLUMNS).and("id = ?", id).of(scope);
    try (PreparedStatement statement = filter.prepare(connection, "");
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      Rows rows = new Rows(connection);
      List<UUID> ids = List.of(id);
      List<Recipient> recipients = rows.recipients(ids).getOrDefault(id, List.of());
      return new Email(
          "email",
          id.toString(),
          row.getString("message_id"),
          row.getString("sender"),
          addresses(recipients, "to"),
          addresses(recipients, "cc"),
          addresses(recipients, "bcc"),
          row.getString("subject"),
          row.getString("template"),
          row.getString("lane"),
          Rows.json(row.getString("tags"), TAGS),
          Rows.json(row.getString("metadata"), METADATA),
          Rows.instant(row, "accepted_at"),
          Rows.kind(row, "last_event"),
          recipients,
          rows.outcomes(ids).getOrDefault(id, List.of()).stream()
              .map(outcome -> Email.Attempt.of(outcome.event()))
              .toList(),
          Rows.instant(row, "next_attempt_at"),
          row.getString("trace_id"));
    }
  }

  /** The newest mails of the scope that fit a query. */
  EmailPage list(EmailQuery query, String scope) throws SQLException, Refused {
    Filter filter = new Filter(COLUMNS).of(scope);
    if (query.status() != null) {
      filter.and("last_event = ?", query.status().toString());
    }
    if (query.to() != null) {
      filter.and("id in (select mail_id from recipient where address_lower = ?)", query.to());
    }
    if (query.tag() != null) {
      filter.and(
          "id in (select mail_id from tag where name = ? and tag_value = ?)",
          query.tag().name(),
          query.tag().value());
    }
    if (query.after() != null) {
      var last = acceptedAt(query.after(), scope).atOffset(ZoneOffset.UTC);
      // The first condition is for the index.
      filter.and("accepted_at <= ?", last).and("(accepted_at, id) < (?, ?)", last, query.after());
    }
    List<Row> found = new ArrayList<>();
    String order = order(query, scope) + " limit " + (query.limit() + 1);
    try (PreparedStatement statement = filter.prepare(connection, order);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        found.add(Row.of(row));
      }
    }
    boolean hasMore = found.size() > query.limit();
    List<Row> page = hasMore ? found.subList(0, query.limit()) : found;
    Map<UUID, List<Recipient>> recipients =
        new Rows(connection).recipients(page.stream().map(Row::id).toList());
    return EmailPage.of(
        page.stream()
            .map(mail -> mail.summary(recipients.getOrDefault(mail.id, List.of())))
            .toList(),
        hasMore);
  }

  /**
   * By time; what comes before it is the same in all rows, and tells H2 which index is in order.
   */
  private static String order(EmailQuery query, String scope) {
    String same =
        query.status() != null
            ? "last_event desc, "
            : scope.equals(EVERYBODY) ? "" : "tenant desc, ";
    return " order by " + same + "accepted_at desc, id desc";
  }

  private Instant acceptedAt(UUID id, String scope) throws SQLException, Refused {
    Filter filter = new Filter(COLUMNS).and("id = ?", id).of(scope);
    try (PreparedStatement statement = filter.prepare(connection, "");
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw EmailQuery.bad("after", "there is no such page any more; start without it");
      }
      return Rows.instant(row, "accepted_at");
    }
  }

  private static List<String> addresses(List<Recipient> recipients, String kind) {
    return recipients.stream()
        .filter(recipient -> recipient.kind().equals(kind))
        .map(Recipient::address)
        .toList();
  }

  /** A row of the list, without its recipients. */
  private record Row(
      UUID id,
      String messageId,
      String sender,
      String subject,
      String template,
      String lane,
      List<Tag> tags,
      Instant acceptedAt,
      Kind lastEvent,
      Instant nextAttemptAt) {

    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getObject("id", UUID.class),
          row.getString("message_id"),
          row.getString("sender"),
          row.getString("subject"),
          row.getString("template"),
          row.getString("lane"),
          Rows.json(row.getString("tags"), TAGS),
          Rows.instant(row, "accepted_at"),
          Rows.kind(row, "last_event"),
          Rows.instant(row, "next_attempt_at"));
    }

    EmailPage.Summary summary(List<Recipient> recipients) {
      return new EmailPage.Summary(
          id.toString(),
          messageId,
          sender,
          addresses(recipients, "to"),
          addresses(recipients, "cc"),
          addresses(recipients, "bcc"),
          subject,
          template,
          lane,
          tags,
          acceptedAt,
          lastEvent,
          nextAttemptAt);
    }
  }
}

package io.dromail.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dromail.mail.MailJson;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Finds, counts and purges the letters that were written down. Thread-safe. */
final class Letters {

  /** What letters can be grouped by, and the column for it. */
  static final Map<String, String> GROUPS =
      Map.of(
          "reason", "reason",
          "profile", "profile",
          "domain", "domain",
          "template", "template",
          "cause", "cause_pattern");

  private static final int GROUPS_AT_MOST = 100;

  /** All but the job, which may be long. */
  private static final String COLUMNS =
      "select letter_id, mail_id, tenant, lane, reason, cause, reply_code, enhanced_code, step,"
          + " profile, domain, template, subject, recipients, attempts, failed_at, state,"
          + " replayed_at from dead_letter where";

  private final DataSource database;

  Letters(DataSource database) {
    this.database = database;
  }

  /**
   * Some letters, the newest first.
   *
   * @param behind where to begin, or null for the beginning
   */
  List<Letter> list(LetterFilter filter, Page behind, int limit) throws SQLException {
    Sql sql = new Sql(COLUMNS).add(filter.where());
    if (behind != null) {
      sql.add("and (failed_at, letter_id) < (?, ?)", behind.failedAt(), behind.id());
    }
    sql.add("order by failed_at desc, letter_id desc limit ?", limit);
    return rows(sql, Letters::letter);
  }

  /**
   * The letters counted by what they have in common, the largest group first.
   *
   * @param by a key of {@link #GROUPS}
   */
  List<LetterGroup> groups(LetterFilter filter, String by) throws SQLException {
    String column = GROUPS.get(by);
    Sql sql =
        new Sql("select key_text, members, cause, failed_at from (select")
            .add(column + " as key_text, cause, failed_at,")
            .add("count(*) over (partition by " + column + ") as members,")
            .add("row_number() over (partition by " + column)
            .add("order by failed_at desc, letter_id desc) as place from dead_letter where")
            .add(filter.where())
            .add(") as counted where place = 1")
            .add("order by members desc, key_text limit ?", GROUPS_AT_MOST);
    return rows(
        sql,
        row ->
            new LetterGroup(
                row.getString(1), row.getLong(2), Sql.instant(row, "failed_at"), row.getString(3)));
  }

  long count(LetterFilter filter) throws SQLException {
    return rows(
            new Sql("select count(*) from dead_letter where").add(filter.where()),
            row -> row.getLong(1))
        .get(0);
  }

  /**
   * The id that is meant: by all of it, or by what follows its last hyphen, which people can type.
   *
   * @return empty if there is no such letter in the scope, or more than one
   */
  Optional<UUID> named(String id, String scope) throws SQLException {
    if (!id.matches("[0-9a-f]{12}")) {
      return id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
          ? Optional.of(UUID.fromString(id))
          : Optional.empty();
    }
    Sql sql = new Sql("select letter_id from dead_letter where");
    sql.add("cast(letter_id as varchar(36)) like ?", "%-" + id);
    if (!scope.isEmpty()) {
      sql.add("and tenant = ?", scope);
    }
    List<UUID> ids = rows(sql.add("limit 2"), row -> row.getObject(1, UUID.class));
    return ids.size() == 1 ? Optional.of(ids.get(0)) : Optional.empty();
  }

  /** A letter with its job, if the scope has it. */
  Optional<ReadLetter> find(String id, String scope) throws SQLException {
    Optional<UUID> letter = named(id, scope);
    return letter.isPresent() ? find(letter.get(), scope) : Optional.empty();
  }

  /** The same by the whole id. */
  Optional<ReadLetter> find(UUID id, String scope) throws SQLException {
    Optional<Letter> letter =
        rows(of(new Sql(COLUMNS), id, scope), Letters::letter).stream().findFirst();
    if (letter.isEmpty()) {
      return Optional.empty();
    }
    Sql job = of(new Sql("select job from dead_letter where"), id, scope);
    return rows(job, row -> row.getString(1)).stream()
        .findFirst()
        .map(text -> new ReadLetter(letter.get(), text));
  }

  /** Deletes one letter; not while it's being replayed. */
  boolean purge(UUID id, String scope) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return of(new Sql("delete from dead_letter where"), id, scope)
              .add("and state <> ?", Letter.REPLAYING)
              .update(connection)
          == 1;
    }
  }

  /** Deletes the oldest letters of a filter; not those that are being replayed. */
  int purge(LetterFilter filter, int limit) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return new Sql("delete from dead_letter where state <> ?", Letter.REPLAYING)
          .add("and letter_id in (select letter_id from dead_letter where")
          .add(filter.where())
          .add("and state <> ?", Letter.REPLAYING)
          .add("order by failed_at, letter_id limit ?)", limit)
          .update(connection);
    }
  }

  private static Sql of(Sql sql, UUID id, String scope) {
    sql.add("letter_id = ?", id);
    return scope.isEmpty() ? sql : sql.add("and tenant = ?", scope);
  }

  private <T> List<T> rows(Sql sql, Sql.Row<T> row) throws SQLException {
    return sql.rows(database, row);
  }

  private static Letter letter(ResultSet row) throws SQLException {
    return new Letter(
        row.getObject("letter_id", UUID.class),
        row.getObject("mail_id", UUID.class),
        row.getString("tenant"),
        row.getString("lane"),
        row.getString("reason"),
        row.getString("cause"),
        row.getInt("reply_code"),
        row.getString("enhanced_code"),
        row.getString("step"),
        row.getString("profile"),
        row.getString("domain"),
        row.getString("template"),
        row.getString("subject"),
        addresses(row.getString("recipients")),
        row.getInt("attempts"),
        Sql.instant(row, "failed_at"),
        row.getString("state"),
        Sql.instant(row, "replayed_at"));
  }

  private static List<String> addresses(String json) throws SQLException {
    try {
      return List.of(MailJson.mapper().readValue(json, String[].class));
    } catch (JsonProcessingException e) {
      throw new SQLException("the recipients of a dead letter can't be read", e);
    }
  }
}

package io.dromail.deadletter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;

/** A statement that is put together piece by piece, with its values. Not thread-safe. */
final class Sql {

  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  Sql(String text, Object... values) {
    add(text, values);
  }

  /** Adds a piece, with a value for each of its question marks. */
  Sql add(String piece, Object... more) {
    text.append(piece).append(' ');
    values.addAll(Arrays.asList(more));
    return this;
  }

  /** Adds another statement's text and values. */
  Sql add(Sql piece) {
    return add(piece.text.toString(), piece.values.toArray());
  }

  /** As many question marks as there are values: {@code (?, ?, ?)}. */
  Sql in(Iterable<?> many) {
    List<String> marks = new ArrayList<>();
    for (Object value : many) {
      marks.add("?");
      values.add(value);
    }
    text.append(marks.isEmpty() ? "(null)" : "(" + String.join(", ", marks) + ")").append(' ');
    return this;
  }

  /** Runs it; the rows that it changed. */
  int update(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text.toString())) {
      bind(statement, values.toArray());
      return statement.executeUpdate();
    }
  }

  /** Runs it on a connection of its own; its rows. */
  <T> List<T> rows(DataSource database, Row<T> row) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return rows(connection, row);
    }
  }

  /** Runs it; its rows. */
  <T> List<T> rows(Connection connection, Row<T> row) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text.toString())) {
      bind(statement, values.toArray());
      List<T> rows = new ArrayList<>();
      try (ResultSet results = statement.executeQuery()) {
        while (results.next()) {
          rows.add(row.of(results));
        }
      }
      return rows;
    }
  }

  static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      statement.setObject(
          i + 1, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
    }
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** Makes something of a row. */
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }
}

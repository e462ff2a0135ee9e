package io.dromail.journal;

import io.dromail.mail.MailEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/** Rows that are written together by one statement. */
final class Batch {

  private final Connection connection;
  private final String sql;
  private PreparedStatement statement;

  Batch(Connection connection, String sql) {
    this.connection = connection;
    this.sql = sql;
  }

  /** Adds a row, its values in the order of the statement. */
  void add(Object... values) throws SQLException {
    if (statement == null) {
      statement = connection.prepareStatement(sql);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, column(values[i]));
    }
    statement.addBatch();
  }

  /** Writes the rows, if there are any. */
  void write() throws SQLException {
    if (statement != null) {
      try (PreparedStatement done = statement) {
        done.executeBatch();
      }
      statement = null;
    }
  }

  private static Object column(Object value) {
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    if (value instanceof MailEvent.Kind kind) {
      return kind.toString();
    }
    // PostgreSQL takes no NUL in a text.
    return value instanceof String text ? text.replace("\u0000", "") : value;
  }
}

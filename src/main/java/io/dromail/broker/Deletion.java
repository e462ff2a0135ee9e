package io.dromail.broker;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows to be deleted by their numbers.
 *
 * @param where the statement up to the numbers, {@code DELETE FROM … WHERE column}
 */
record Deletion(String where, long[] numbers) {

  private static final Pattern BY_NUMBERS =
      Pattern.compile("(DELETE FROM \\w+ WHERE \\w+) IN \\((\\d+(?:, \\d+)*)\\)");

  /** The one that a statement asks for; null if it asks for anything else. */
  static Deletion in(String sql) {
    Matcher found = BY_NUMBERS.matcher(sql);
    return found.matches()
        ? new Deletion(
            found.group(1),
            Arrays.stream(found.group(2).split(", ")).mapToLong(Long::parseLong).toArray())
        : null;
  }

  /** Deletes them, and answers how many there were. */
  int execute(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(where + " = ?")) {
      for (long number : numbers) {
        statement.setLong(1, number);
        statement.addBatch();
      }
      return Arrays.stream(statement.executeBatch()).sum();
    }
  }
}

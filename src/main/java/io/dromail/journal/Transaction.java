package io.dromail.journal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * One transaction, tried again if it met another one: two processes wrote the same row, or waited
 * for each other.
 */
final class Transaction {

  private static final int TRIES = 8;

  private Transaction() {}

  /** Does some work and commits, or rolls back and throws what went wrong. */
  static <T, E extends Exception> T run(DataSource database, Work<T, E> work)
      throws SQLException, E {
    for (int tries = 1; ; tries++) {
      try (Connection connection = database.getConnection()) {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
          T result = work.in(connection);
          connection.commit();
          done = true;
          return result;
        } finally {
          if (!done) {
            rollBack(connection);
          }
        }
      } catch (SQLException e) {
        if (tries == TRIES || !metAnother(e)) {
          throw e;
        }
      }
    }
  }

  /** What made the work fail is what counts. */
  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException connectionLost) {
      return;
    }
  }

  /** Class 40 is a rollback, 23505 a row that has come meanwhile, HYT00 a lock that took long. */
  private static boolean metAnother(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("40") || state.equals("23505") || state.equals("HYT00");
  }

  /** What is done within a transaction; perhaps several times. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {

    T in(Connection connection) throws SQLException, E;
  }
}

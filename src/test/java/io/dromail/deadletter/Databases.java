package io.dromail.deadletter;

import io.dromail.journal.Database;
import io.dromail.testing.Folders;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Databases for one test class, with the tables in them. */
final class Databases {

  private static final String SERVER = "jdbc:postgresql://127.0.0.1:5432/";
  private static final String LOGIN = "?user=postgres&connectTimeout=2";

  private Databases() {}

  /** Opens something that is closed with the test. */
  record Opened(Database database, AutoCloseable end) implements AutoCloseable {
    @Override
    public void close() throws Exception {
      database.close();
      end.close();
    }
  }

  static Opened h2() {
    var folder = Folders.temporary("dromail-deadletter");
    return new Opened(
        new Database("jdbc:h2:file:" + folder.resolve("journal")), () -> Folders.delete(folder));
  }

  static boolean postgresIsThere() {
    try (Connection connection = DriverManager.getConnection(SERVER + LOGIN)) {
      return connection.isValid(1);
    } catch (SQLException away) {
      return false;
    }
  }

  static Opened postgres() throws SQLException {
    String name = "dromail_" + UUID.randomUUID().toString().replace("-", "");
    administer("create database " + name);
    return new Opened(
        new Database(SERVER + name + LOGIN), () -> administer("drop database " + name));
  }

  private static void administer(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(SERVER + LOGIN);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

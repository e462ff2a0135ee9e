package io.dromail.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** The PostgreSQL on this machine, and a database on it that belongs to one test class. */
public final class PostgreSql implements AutoCloseable {
  public static final String HOST = "127.0.0.1";
  public static final int PORT = 5432;

  private static final String REQUIRED = "DROMAIL_TEST_REQUIRE_POSTGRESQL";
  private static final boolean THERE = connects();

  private final String name = "dromail_test_" + UUID.randomUUID().toString().replace("-", "");

  private PostgreSql() {
    control("create database " + name);
  }

  /** Makes a database, which {@link #close()} takes away. */
  public static PostgreSql database() {
    return new PostgreSql();
  }

  /**
   * Whether it is there; if not, says on the console what does not run.
   *
   * @throws IllegalStateException if it has to be there
   */
  public static boolean isThere() {
    if (!THERE && Boolean.parseBoolean(System.getProperty(REQUIRED, System.getenv(REQUIRED)))) {
      throw new IllegalStateException(
          "PostgreSQL is not there: no connection to " + HOST + ":" + PORT + ", and " + REQUIRED);
    }
    if (!THERE) {
      // Past Surefire, which keeps System.err in a file.
      PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
      console.println("PostgreSQL is not there: its tests did NOT run");
    }
    return THERE;
  }

  /** Where the database is. */
  public String url() {
    return url(PORT);
  }

  /** The same behind a proxy. */
  public String url(int port) {
    return url(port, name);
  }

  @Override
  public void close() {
    control("drop database " + name + " with (force)");
  }

  private static boolean connects() {
    try (Connection connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static void control(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(url(PORT, "postgres") + "&connectTimeout=2");
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://" + HOST + ":" + port + "/" + database + "?user=postgres";
  }
}

package io.dromail.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** The PostgreSQL on this machine, and a database in it that belongs to one test class. */
public final class PostgreSql implements AutoCloseable {
  public static final String HOST = "127.0.0.1";
  public static final int PORT = 5432;

  private static final String REQUIRED = "DROMAIL_TEST_REQUIRE_POSTGRESQL";
  private static final boolean THERE = connects();

  private final String name = "dromail_test_" + UUID.randomUUID().toString().replace("-", "");

  private PostgreSql() {
    execute("create database " + name);
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
  public static boolean isThere(String tests) {
    if (!THERE && Boolean.parseBoolean(System.getProperty(REQUIRED, System.getenv(REQUIRED)))) {
      throw new IllegalStateException(
          "PostgreSQL is not there: no connection to " + HOST + ":" + PORT + ", and " + REQUIRED);
    }
    if (!THERE) {
      // Past Surefire, which keeps System.err in a file.
      PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
      console.println("PostgreSQL is not there: " + tests + " did NOT run");
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
    execute("drop database " + name + " with (force)");
  }

  private static String url(int port, String name) {
    return "jdbc:postgresql://" + HOST + ":" + port + "/" + name + "?user=postgres";
  }

  private static void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(url(PORT, "postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean connects() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(HOST, PORT), 2_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

package io.dromail.drill;

import io.dromail.testing.FlakyProxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * A PostgreSQL database of the drill's own, behind a proxy that plays its outages. Dropped at the
 * end.
 */
final class DrillDatabase implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int PORT = 5432;
  private static final String LOGIN = "?user=postgres";

  private final String name = "dromail_drill_" + UUID.randomUUID().toString().replace("-", "");
  private final FlakyProxy proxy = FlakyProxy.to(HOST, PORT);

  DrillDatabase() {
    execute("create database " + name);
  }

  static boolean isThere() {
    try (Connection connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  String url() {
    return "jdbc:postgresql://" + HOST + ":" + proxy.port() + "/" + name + LOGIN;
  }

  FlakyProxy proxy() {
    return proxy;
  }

  @Override
  public void close() {
    proxy.close();
    execute("drop database " + name + " with (force)");
  }

  private static void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + HOST + ":" + PORT + "/postgres" + LOGIN);
  }
}

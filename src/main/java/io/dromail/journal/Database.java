package io.dromail.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dromail.mail.Checked;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.LoggerFactory;

/**
 * The journal's database: H2 in a file, or PostgreSQL. Starts while it is away, and brings its
 * tables up to date with the first connection. Thread-safe.
 */
public final class Database implements DataSource, AutoCloseable, Checked {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int CONNECTIONS = 6;
  private static final long PATIENCE_MS = 2_000;

  private final String url;
  private final HikariDataSource pool;
  private volatile boolean migrated;
  private volatile String trouble;

  /**
   * Prepares the connections; doesn't connect.
   *
   * @param url a JDBC URL, or {@code none}
   */
  public Database(String url) {
    this.url = url;
    pool = isOn() ? pool(url) : null;
  }

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    // A commit must survive kill -9: H2 otherwise writes it up to a second later.
    config.setJdbcUrl(
        url.startsWith("jdbc:h2:") ? url + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE" : url);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(PATIENCE_MS);
    config.setValidationTimeout(PATIENCE_MS / 2);
    config.setInitializationFailTimeout(-1);
    config.setPoolName("journal");
    return new HikariDataSource(config);
  }

  /** Whether there is a journal at all. */
  public boolean isOn() {
    return !url.equals("none");
  }

  /**
   * A connection; auto-commit is on, as JDBC has it.
   *
   * @throws SQLException within two seconds, if the database is away
   */
  @Override
  public Connection getConnection() throws SQLException {
    if (!isOn()) {
      throw new SQLException("the journal is switched off");
    }
    try {
      if (!migrated) {
        migrate();
      }
      Connection connection = pool.getConnection();
      trouble = null;
      return connection;
    } catch (SQLException e) {
      trouble = e.getMessage();
      throw e;
    }
  }

  private synchronized void migrate() throws SQLException {
    if (!migrated) {
      try (Connection reachable = pool.getConnection()) {
        LOG.debug("the journal answers: {}", reachable);
      }
      try {
        Flyway.configure().dataSource(pool).locations("classpath:db").load().migrate();
      } catch (FlywayException e) {
        throw new SQLException(
            "the journal's tables can't be brought up to date: " + e.getMessage(), e);
      }
      migrated = true;
    }
  }

  @Override
  public String component() {
    return "journal";
  }

  @Override
  public boolean isUp() {
    return trouble == null;
  }

  @Override
  public boolean isVital() {
    return false;
  }

  @Override
  public Map<String, Object> details() {
    String where = url.replaceFirst("[?;].*", "");
    return trouble == null ? Map.of("url", where) : Map.of("url", where, "last_failure", trouble);
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the URL names the user");
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // HikariCP logs through SLF4J.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // See PATIENCE_MS.
  }

  @Override
  public int getLoginTimeout() {
    return (int) (PATIENCE_MS / 1000);
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("HikariCP logs through SLF4J");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return pool.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return pool.isWrapperFor(type);
  }
}

package io.dromail.journal;

import com.zaxxer.hikari.HikariDataSource;
import io.dromail.mail.Checked;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.LoggerFactory;

/**
 * The journal's database: H2 in a file, or PostgreSQL. A thread of its own connects, brings the
 * tables up to date, and looks every second whether the database is there; while it's away, nobody
 * waits for it. Thread-safe.
 */
public final class Database implements DataSource, AutoCloseable, Checked {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final long LOOK_EVERY_MS = 1_000;
  private static final long FIRST_CONTACT_MS = 30_000;

  private final String url;
  private final HikariDataSource pool;
  private final Thread watch;
  private boolean migrated;
  private volatile boolean ready;
  private volatile String trouble;

  /**
   * Doesn't wait for the connection.
   *
   * @param url a JDBC URL, or {@code none}
   */
  public Database(String url) {
    this.url = url;
    pool = isOn() ? ConnectionPool.to(url) : null;
    watch = new Thread(this::watch, "journal-watch");
    watch.setDaemon(true);
    if (isOn()) {
      watch.start();
    }
  }

  /** Whether there is a journal at all. */
  public boolean isOn() {
    return !url.equals("none");
  }

  /**
   * A connection; auto-commit is on, as JDBC has it. Waits for the tables if this process has only
   * just started, and two seconds for one of the connections.
   *
   * @throws SQLException at once, if the database is known to be away
   */
  @Override
  public Connection getConnection() throws SQLException {
    if (!isOn()) {
      throw new SQLException("the journal is switched off");
    }
    if (!ready) {
      awaitFirstContact();
    }
    if (trouble != null) {
      throw new SQLTransientConnectionException("the journal is away: " + trouble);
    }
    return pool.getConnection();
  }

  private synchronized void awaitFirstContact() throws SQLException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FIRST_CONTACT_MS);
    try {
      while (!ready && trouble == null && !pool.isClosed() && System.nanoTime() - end < 0) {
        wait(LOOK_EVERY_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ready && trouble == null) {
      throw new SQLTransientConnectionException("the journal isn't ready yet");
    }
  }

  private void watch() {
    try {
      while (!pool.isClosed()) {
        look();
        Thread.sleep(LOOK_EVERY_MS);
      }
    } catch (InterruptedException closed) {
      LOG.debug("nobody looks after the journal any more");
    }
  }

  private void look() {
    try (Connection connection = pool.getConnection()) {
      if (!migrated) {
        Flyway.configure().dataSource(pool).locations("classpath:db").load().migrate();
        ConnectionPool.opened(pool);
        migrated = true;
      }
      say(null);
      LOG.trace("the journal answers: {}", connection);
    } catch (SQLException | FlywayException e) {
      if (!pool.isClosed()) {
        say(words(e));
      }
    }
  }

  private synchronized void say(String newTrouble) {
    if (newTrouble == null && trouble != null) {
      LOG.info("the journal is back: {}", where());
    } else if (newTrouble != null && trouble == null) {
      LOG.warn("the journal is away; mail goes on without it: {}: {}", where(), newTrouble);
    }
    trouble = newTrouble;
    ready = migrated;
    notifyAll();
  }

  private static String words(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
  }

  private String where() {
    return url.replaceFirst("[?;].*", "");
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
    String last = trouble;
    return !isOn()
        ? Map.of("off", true)
        : last == null ? Map.of("url", where()) : Map.of("url", where(), "last_failure", last);
  }

  @Override
  public void close() {
    if (pool != null) {
      watch.interrupt();
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
    // See ConnectionPool.
  }

  @Override
  public int getLoginTimeout() {
    return 0;
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

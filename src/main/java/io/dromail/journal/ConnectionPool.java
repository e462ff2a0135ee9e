package io.dromail.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** Sets HikariCP up for the two databases. */
final class ConnectionPool {

  private static final int CONNECTIONS = 8;
  private static final long PATIENCE_MS = 2_000;
  private static final long PATIENCE_WITH_FILES_MS = 30_000;

  private ConnectionPool() {}

  /** A pool that doesn't connect before it's asked to. */
  static HikariDataSource to(String url) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("journal");
    config.setMaximumPoolSize(CONNECTIONS);
    // One stays open: H2 would close the database after the last one.
    config.setMinimumIdle(1);
    config.setConnectionTimeout(PATIENCE_MS);
    config.setValidationTimeout(PATIENCE_MS / 2);
    config.setInitializationFailTimeout(-1);
    if (url.startsWith("jdbc:h2:")) {
      // On a busy machine a new process takes seconds to open them.
      config.setConnectionTimeout(PATIENCE_WITH_FILES_MS);
      // A commit must survive kill -9: H2 otherwise writes it up to half a second later.
      config.setJdbcUrl(url + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    } else {
      config.setJdbcUrl(url);
      // In seconds. A server that is gone without a word is not waited for; the URL may say
      // otherwise.
      config.addDataSourceProperty("connectTimeout", "2");
      config.addDataSourceProperty("socketTimeout", "30");
      config.addDataSourceProperty("tcpKeepAlive", "true");
      config.addDataSourceProperty("reWriteBatchedInserts", "true");
      config.addDataSourceProperty("ApplicationName", "dromail");
    }
    return new HikariDataSource(config);
  }

  /** From now on nobody waits longer than usual. */
  static void opened(HikariDataSource pool) {
    pool.getHikariConfigMXBean().setConnectionTimeout(PATIENCE_MS);
  }
}

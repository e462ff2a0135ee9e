package io.dromail.broker;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.qpid.server.store.jdbc.ConnectionProvider;

/**
 * Connections to the Derby database of the embedded broker, kept open. Where Qpid deletes messages
 * by a statement that lists their numbers, and that Derby would have to compile each time, its
 * statement deletes them by a prepared one. Thread-safe.
 */
final class StoreConnections implements ConnectionProvider {

  /** Each is in use for a transaction only; more than there are threads are never needed. */
  private static final int AT_MOST = 1_000;

  private static final int IDLE = 4;

  /** Derby says so when it has shut a database down. */
  private static final String SHUT_DOWN = "08006";

  private final String url;
  private final HikariDataSource pool;

  /** To a database, which is made if there is none. */
  StoreConnections(String url) {
    this.url = url;
    HikariConfig config = new HikariConfig();
    config.setPoolName("broker");
    config.setJdbcUrl(url + ";create=true");
    config.setMaximumPoolSize(AT_MOST);
    config.setMinimumIdle(IDLE);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    pool = new HikariDataSource(config);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = pool.getConnection();
    return proxy(
        Connection.class,
        (method, arguments) -> {
          Object result = call(connection, method, arguments);
          return method.getName().equals("createStatement")
              ? deleting(connection, (Statement) result)
              : result;
        });
  }

  private static Statement deleting(Connection connection, Statement statement) {
    return proxy(
        Statement.class,
        (method, arguments) -> {
          if (method.getName().equals("executeUpdate") && arguments.length == 1) {
            Deletion deletion = Deletion.in((String) arguments[0]);
            if (deletion != null) {
              return deletion.execute(connection);
            }
          }
          return call(statement, method, arguments);
        });
  }

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> calls.on(method, arguments)));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Closes the database, which so needs no recovery when it's opened again. */
  @Override
  public void close() throws SQLException {
    pool.close();
    try {
      DriverManager.getConnection(url + ";shutdown=true").close();
    } catch (SQLException e) {
      if (!SHUT_DOWN.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  /** What is done for each method. */
  @FunctionalInterface
  private interface Calls {

    Object on(Method method, Object[] arguments) throws Throwable;
  }
}

package io.dromail.journal;

import io.dromail.testing.Folders;
import io.dromail.testing.PostgreSql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Cases that hold on both databases. A test class has them as its nested class {@code Cases}, and
 * beside it one nested class a database that inherits them and says {@link #on}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class DatabaseCases {

  /** The databases. */
  enum On {
    H2,
    POSTGRESQL
  }

  Database database;
  private Path folder;
  private PostgreSql postgreSql;

  abstract On on();

  @BeforeAll
  void open() {
    if (on() == On.POSTGRESQL) {
      postgreSql = PostgreSql.database();
      database = new Database(postgreSql.url());
    } else {
      folder = Folders.temporary("dromail-journal");
      database = new Database("jdbc:h2:file:" + folder.resolve("journal"));
    }
  }

  @BeforeEach
  void empty() throws SQLException {
    for (String table : new String[] {"mail", "idempotency_key", "dead_letter"}) {
      execute("delete from " + table);
    }
  }

  @AfterAll
  void close() {
    database.close();
    if (postgreSql != null) {
      postgreSql.close();
    } else {
      Folders.delete(folder);
    }
  }

  final void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  final long count(String table) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}

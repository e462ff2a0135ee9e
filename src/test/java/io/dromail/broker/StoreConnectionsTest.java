package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreConnectionsTest {

  private static final String DELETION = "DELETE FROM QPID_MESSAGE_METADATA WHERE message_id IN ";

  @TempDir private Path folder;
  private StoreConnections connections;

  @BeforeEach
  void open() throws SQLException {
    connections = new StoreConnections("jdbc:derby:" + folder.resolve("store"));
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE QPID_MESSAGE_METADATA (message_id bigint not null primary key)");
      statement.executeUpdate(
          "INSERT INTO QPID_MESSAGE_METADATA VALUES (1), (2), (3), (4), (9223372036854775807)");
      connection.commit();
    }
  }

  @AfterEach
  void close() throws SQLException {
    connections.close();
  }

  /** The statement as Qpid 10.1 makes it. */
  @Test
  void deletesByNumbers() throws SQLException {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(DELETION + "(1, 3, 7, 9223372036854775807)")).isEqualTo(3);
      connection.commit();
    }

    assertThat(numbers()).containsExactly(2L, 4L);
  }

  @Test
  void deletesWithoutHavingEachStatementCompiled() throws SQLException {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(DELETION + "(1, 2)");
      statement.executeUpdate(DELETION + "(3)");
      connection.commit();
      try (ResultSet compiled =
          statement.executeQuery(
              "SELECT sql_text FROM SYSCS_DIAG.STATEMENT_CACHE WHERE sql_text LIKE 'DELETE%'")) {
        List<String> texts = new ArrayList<>();
        while (compiled.next()) {
          texts.add(compiled.getString(1));
        }
        assertThat(texts).containsExactly("DELETE FROM QPID_MESSAGE_METADATA WHERE message_id = ?");
      }
      connection.rollback();
    }
  }

  @Test
  void rollsBack() throws SQLException {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(DELETION + "(1)");
      connection.rollback();
    }

    assertThat(numbers()).contains(1L);
  }

  @Test
  void leavesOtherStatementsAsTheyAre() throws SQLException {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("DELETE FROM QPID_MESSAGE_METADATA WHERE message_id > 3"))
          .isEqualTo(2);
      assertThatThrownBy(() -> statement.executeUpdate(DELETION + "(1, x)"))
          .isInstanceOf(SQLSyntaxErrorException.class);
      connection.commit();
    }
    assertThat(numbers()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void closesTheDatabaseSoThatItCanBeOpenedAgain() throws SQLException {
    connections.close();
    assertThatThrownBy(() -> connections.getConnection()).isInstanceOf(SQLException.class);

    connections = new StoreConnections("jdbc:derby:" + folder.resolve("store"));

    assertThat(numbers()).hasSize(5);
  }

  private List<Long> numbers() throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT message_id FROM QPID_MESSAGE_METADATA ORDER BY message_id")) {
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
      connection.commit();
    }
    return numbers;
  }
}

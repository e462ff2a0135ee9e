package io.dromail.deadletter;

import io.dromail.mail.MailJson;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.amqp.core.Message;

/**
 * Takes dead letters out of {@code mail.dead} into SQL, a batch in one transaction; called by the
 * route {@code workbench}. Thread-safe.
 */
public final class DeadLetterStore {

  private final DataSource database;

  /** Over the journal's database. */
  public DeadLetterStore(DataSource database) {
    this.database = database;
  }

  /**
   * Writes a batch. A letter that is there already is left as it is, so that a batch may come
   * twice.
   *
   * @throws SQLException if none of it was written; the broker then keeps the letters
   */
  public void write(List<Message> messages) throws SQLException {
    Map<UUID, ReadLetter> letters = new LinkedHashMap<>();
    for (Message message : messages) {
      ReadLetter read = LetterReader.read(message);
      letters.putIfAbsent(read.letter().id(), read);
    }
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        letters.keySet().removeAll(known(connection, letters.keySet()));
        insert(connection, letters);
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      }
    }
  }

  private static Set<UUID> known(Connection connection, Set<UUID> ids) throws SQLException {
    return new HashSet<>(
        new Sql("select letter_id from dead_letter where letter_id in")
            .in(ids)
            .rows(connection, row -> row.getObject(1, UUID.class)));
  }

  private static void insert(Connection connection, Map<UUID, ReadLetter> letters)
      throws SQLException {
    String sql =
        "insert into dead_letter (letter_id, mail_id, tenant, lane, reason, cause, cause_pattern,"
            + " reply_code, enhanced_code, step, profile, domain, template, subject, recipients,"
            + " attempts, failed_at, job, state)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (ReadLetter read : letters.values()) {
        Letter letter = read.letter();
        Sql.bind(
            statement,
            letter.id(),
            letter.mailId(),
            letter.tenant(),
            letter.lane(),
            letter.reason(),
            letter.cause(),
            CausePattern.of(letter.cause()),
            letter.replyCode(),
            letter.enhancedCode(),
            letter.step(),
            letter.profile(),
            letter.domain(),
            letter.template(),
            letter.subject(),
            json(letter.recipients()),
            letter.attemptCount(),
            letter.failedAt(),
            read.job(),
            letter.state());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static String json(List<String> addresses) {
    try {
      return MailJson.mapper().writeValueAsString(addresses);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

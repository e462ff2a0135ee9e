package io.dromail.journal;

import com.fasterxml.jackson.core.type.TypeReference;
import io.dromail.mail.JournalUnavailable;
import io.dromail.mail.Refused;
import io.dromail.mail.SettledRecipients;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/**
 * Answers what became of mails: to the API, and to a lane that has a job which may have been done
 * before. A scope is the tenant whose mails one may see, or {@code *} for everybody's. Thread-safe.
 */
public final class Journal implements SettledRecipients, AutoCloseable {

  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private final Database database;
  private final Readers readers = new Readers();

  /** Over a database, which may be away or switched off. */
  public Journal(Database database) {
    this.database = database;
  }

  @Override
  public Set<String> of(String id) throws JournalUnavailable {
    if (!database.isOn()) {
      return Set.of();
    }
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select recipients from event where mail_id = ? and event in ('sent', 'canceled')")) {
      statement.setObject(1, UUID.fromString(id));
      Set<String> settled = new HashSet<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          settled.addAll(Rows.json(rows.getString(1), TEXTS));
        }
      }
      return settled;
    } catch (SQLException e) {
      throw new JournalUnavailable("the journal can't be read: " + e.getMessage(), e);
    }
  }

  /** {@code GET /v1/emails/{id}}; a mail that was just accepted is waited for. */
  public CompletionStage<Email> find(@Header("id") String id, @Variable("scope") String scope)
      throws Refused {
    UUID uuid = uuid(id);
    return readers.await(uuid, () -> read(emails -> emails.find(uuid, scope)), () -> notFound(id));
  }

  /** {@code GET /v1/emails}. */
  public CompletionStage<EmailPage> list(
      @Header(Exchange.HTTP_QUERY) String query, @Variable("scope") String scope) throws Refused {
    EmailQuery asked = EmailQuery.parse(query);
    checkOn();
    return readers.ask(() -> read(emails -> emails.list(asked, scope)));
  }

  /**
   * {@code POST /v1/emails/{id}/cancel}: takes a mail back that waits for its next attempt. The
   * lane asks the journal before that attempt.
   */
  public CompletionStage<Email> cancel(@Header("id") String id, @Variable("scope") String scope)
      throws Refused {
    UUID uuid = uuid(id);
    return readers.await(
        uuid,
        () -> {
          try {
            return Transaction.run(database, new Cancellation(uuid, scope));
          } catch (SQLException e) {
            throw unavailable();
          }
        },
        () -> notFound(id));
  }

  private <T> T read(Question<T> question) throws Refused {
    try (Connection connection = database.getConnection()) {
      return question.to(new Emails(connection));
    } catch (SQLException e) {
      throw unavailable();
    }
  }

  private UUID uuid(String id) throws Refused {
    checkOn();
    if (!id.matches("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}")) {
      throw notFound(id);
    }
    return UUID.fromString(id);
  }

  private void checkOn() throws Refused {
    if (!database.isOn()) {
      throw Refused.because(
          404, "not_found", "This gateway keeps no journal (dromail.journal.url is none).");
    }
  }

  private static Refused notFound(String id) {
    return Refused.because(404, "not_found", "There is no mail " + id + ".");
  }

  private static Refused unavailable() {
    return Refused.because(
        503, "journal_unavailable", "The journal can't be reached; mail goes on without it.");
  }

  @Override
  public void close() {
    readers.close();
  }

  /** What is asked over one connection. */
  @FunctionalInterface
  private interface Question<T> {

    T to(Emails emails) throws SQLException, Refused;
  }
}

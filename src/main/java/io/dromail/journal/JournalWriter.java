package io.dromail.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;

/**
 * Writes what the route {@code journal} takes from its queue, a batch in one transaction or, if its
 * messages tell of very many attempts, in several. The same message may come twice, an event before
 * its mail, and several processes may write at the same time. Thread-safe.
 */
public final class JournalWriter {

  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

  /** Entries in a transaction; a message may have many of them. */
  private static final int AT_ONCE = 1_000;

  private final DataSource database;
  private final JournalMessages messages;

  /**
   * Over a database.
   *
   * @param bodies whether the bodies of mails are kept, too
   */
  public JournalWriter(DataSource database, boolean bodies) {
    this.database = database;
    messages = new JournalMessages(bodies);
  }

  /**
   * Writes a batch; when this returns, it's durable. A message that can't be read, or that the
   * database refuses, is left out with an ERROR in the log, and doesn't hold up the others.
   *
   * @throws SQLException if nothing could be written, and it's to be tried again
   */
  public void write(List<Message> batch) throws SQLException {
    List<JournalEntry> entries = new ArrayList<>(batch.size());
    for (Message message : batch) {
      entries.addAll(messages.read(message));
    }
    for (int from = 0; from < entries.size(); from += AT_ONCE) {
      write(entries, from, Math.min(from + AT_ONCE, entries.size()));
    }
  }

  private void write(List<JournalEntry> entries, int from, int to) throws SQLException {
    try {
      Transaction.run(
          database,
          connection -> {
            new Ledger(connection).enter(entries.subList(from, to));
            return null;
          });
    } catch (SQLException e) {
      if (!blamesTheData(e)) {
        throw e;
      }
      if (to - from == 1) {
        LOG.error(
            "the journal leaves something out about the mail {}: {}",
            entries.get(from).mailId(),
            "SQL state " + e.getSQLState());
        return;
      }
      int middle = (from + to) / 2;
      write(entries, from, middle);
      write(entries, middle, to);
    }
  }

  /** Class 22: the value doesn't fit; class 23: it breaks a rule. Trying again won't help. */
  private static boolean blamesTheData(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("22") || state.startsWith("23");
  }
}

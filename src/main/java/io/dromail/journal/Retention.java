package io.dromail.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what is older than the settings say, a little at each call, so that neither the database
 * nor a mail waits long for it. Several processes may do so on one database. Thread-safe.
 */
public final class Retention {

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Duration KEYS = Duration.ofHours(24);
  private static final int STEP = 500;

  private final Database database;
  private final Duration age;

  /**
   * Over a database.
   *
   * @param days how long mails are kept
   */
  public Retention(Database database, int days) {
    this.database = database;
    age = Duration.ofDays(days);
  }

  /** Deletes up to 500 rows of each kind; nothing while the database is away. */
  public void step() {
    if (!database.isOn()) {
      return;
    }
    Instant now = Instant.now();
    try {
      int mails =
          delete(
              "delete from mail where id in (select id from mail where accepted_at < ?"
                  + " order by accepted_at limit "
                  + STEP
                  + ")",
              now.minus(age));
      delete(
          "delete from idempotency_key where (tenant, key_text) in (select tenant, key_text from"
              + " idempotency_key where claimed_at < ? order by claimed_at limit "
              + STEP
              + ")",
          now.minus(KEYS));
      delete(
          "delete from dead_letter where letter_id in (select letter_id from dead_letter where"
              + " state = 'replayed' and replayed_at < ? limit "
              + STEP
              + ")",
          now.minus(age));
      LOG.debug("{} mails were old enough to be forgotten", mails);
    } catch (SQLException e) {
      LOG.debug("nothing is forgotten now: {}", e.getMessage());
    }
  }

  private int delete(String sql, Instant before) throws SQLException {
    return Transaction.run(
        database,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, before.atOffset(ZoneOffset.UTC));
            return statement.executeUpdate();
          }
        });
  }
}

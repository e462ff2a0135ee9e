package io.dromail.deadletter;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Who replays which letter, so that two replays at the same time send it once: a replay claims
 * letters before it publishes them. A claim that nobody gave back, because the process ended, is
 * void after a minute. Thread-safe.
 */
final class Claims {

  private static final Duration VALID = Duration.ofSeconds(60);

  private final DataSource database;

  Claims(DataSource database) {
    this.database = database;
  }

  /** How many letters of a filter can be replayed now. */
  long count(LetterFilter filter, Set<String> lanes) throws SQLException {
    return replayable(new Sql("select count(*) from dead_letter where"), filter, lanes)
        .rows(database, row -> row.getLong(1))
        .get(0);
  }

  /**
   * Claims the oldest letters of a filter.
   *
   * @param claim the claim's id, never used before
   * @param lanes the lanes that there are; letters of others can't be replayed
   * @return the letters that are claimed now
   */
  List<UUID> claim(UUID claim, LetterFilter filter, Set<String> lanes, int limit)
      throws SQLException {
    Sql choice =
        replayable(new Sql("select letter_id from dead_letter where"), filter, lanes)
            .add("order by failed_at, letter_id limit ?", limit);
    return claim(claim, new Sql("letter_id in (").add(choice).add(")"));
  }

  /** Claims one letter; empty if it is claimed by somebody else, or replayed already. */
  List<UUID> claim(UUID claim, UUID letter) throws SQLException {
    return claim(claim, new Sql("letter_id = ?", letter));
  }

  private List<UUID> claim(UUID claim, Sql choice) throws SQLException {
    try (Connection connection = database.getConnection()) {
      // The state is asked for here, too: it may have changed since the choice.
      new Sql("update dead_letter set state = ?,", Letter.REPLAYING)
          .add("claim = ?, claimed_at = ? where", claim, now())
          .add(free())
          .add("and")
          .add(choice)
          .update(connection);
      return new Sql("select letter_id from dead_letter where claim = ?", claim)
          .add("and state = ? order by failed_at, letter_id", Letter.REPLAYING)
          .rows(connection, row -> row.getObject(1, UUID.class));
    }
  }

  /** The job of a claimed letter. */
  String job(UUID claim, UUID letter) throws SQLException {
    List<String> jobs =
        new Sql("select job from dead_letter where letter_id = ? and claim = ?", letter, claim)
            .rows(database, row -> row.getString(1));
    if (jobs.isEmpty()) {
      throw new SQLException("the letter " + letter + " is claimed by another replay");
    }
    return jobs.get(0);
  }

  /** Marks a letter whose mail was confirmed. */
  void replayed(UUID claim, UUID letter) throws SQLException {
    try (Connection connection = database.getConnection()) {
      new Sql("update dead_letter set state = ?, replayed_at = ?", Letter.REPLAYED, now())
          .add("where letter_id = ? and claim = ?", letter, claim)
          .update(connection);
    }
  }

  /** Gives back what wasn't replayed. */
  void release(UUID claim) throws SQLException {
    try (Connection connection = database.getConnection()) {
      new Sql("update dead_letter set state = ?", Letter.WAITING)
          .add("where claim = ? and state = ?", claim, Letter.REPLAYING)
          .update(connection);
    }
  }

  private static Sql replayable(Sql sql, LetterFilter filter, Set<String> lanes) {
    return sql.add(filter.where())
        .add("and")
        .add(free())
        .add("and mail_id is not null and lane in")
        .in(lanes);
  }

  private static Sql free() {
    return new Sql("(state = ?", Letter.WAITING)
        .add("or state = ? and claimed_at < ?)", Letter.REPLAYING, now().minus(VALID));
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}

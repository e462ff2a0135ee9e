package io.dromail.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The table {@code idempotency_key}, in SQL that H2 and PostgreSQL share. Each call is a
 * transaction of its own, tells the time by the database's clock, and ends within a few seconds
 * even if the database hangs. Thread-safe.
 */
final class IdempotencyTable {

  private static final int NETWORK_MS = 2_000;

  /** The longer one: PostgreSQL's driver asks a server that hangs to cancel, and waits for that. */
  private static final int STATEMENT_SECONDS = 3;

  private static final String UNIQUE_VIOLATION = "23505";
  private static final String ROW = " where tenant = ? and key_text = ?";

  private final DataSource database;
  private final String find;

  /**
   * In the given database.
   *
   * @param staleSeconds age from which a claim that is in flight was given up
   */
  IdempotencyTable(DataSource database, long staleSeconds) {
    this.database = database;
    find =
        ("select body_hash, seed, claim, state, doubtful, status, location, answer,"
                    + " claimed_at < current_timestamp - interval '24' hour as expired,"
                    + " claimed_at < current_timestamp - interval '%d' second as stale"
                    + " from idempotency_key")
                .formatted(staleSeconds)
            + ROW;
  }

  /** The row of a key, or null. */
  Row find(String tenant, String key) throws SQLException {
    return with(
        find,
        statement -> {
          set(statement, tenant, key);
          try (ResultSet found = statement.executeQuery()) {
            return found.next() ? row(found) : null;
          }
        });
  }

  /** Whether the claim won a key that has no row. */
  boolean insert(Claim claim) throws SQLException {
    try {
      return update(
          "insert into idempotency_key (body_hash, seed, claim, doubtful, tenant, key_text, state,"
              + " claimed_at) values (?, ?, ?, ?, ?, ?, 'claimed', current_timestamp)",
          claim.hash(),
          claim.seed(),
          claim.token(),
          claim.again(),
          claim.tenant(),
          claim.key());
    } catch (SQLException e) {
      if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  /** Whether the claim won a key whose row still is as it was read. */
  boolean take(Claim claim, Row from) throws SQLException {
    return update(
        "update idempotency_key set body_hash = ?, seed = ?, claim = ?, doubtful = ?,"
            + " state = 'claimed', claimed_at = current_timestamp, status = null, location = null,"
            + " answer = null"
            + ROW
            + " and claim = ? and state = ?",
        claim.hash(),
        claim.seed(),
        claim.token(),
        claim.again(),
        claim.tenant(),
        claim.key(),
        from.claim,
        from.state);
  }

  /** Whether the key was still the claim's. */
  boolean keep(Claim claim, KeptAnswer answer) throws SQLException {
    return update(
        "update idempotency_key set state = 'answered', claimed_at = current_timestamp,"
            + " status = ?, location = ?, answer = ?"
            + ROW
            + " and claim = ?",
        answer.status(),
        answer.location(),
        answer.body(),
        claim.tenant(),
        claim.key(),
        claim.token());
  }

  /** Frees a key of whose mails none was published. */
  void delete(Claim claim) throws SQLException {
    update(
        "delete from idempotency_key" + ROW + " and claim = ?",
        claim.tenant(),
        claim.key(),
        claim.token());
  }

  /** Frees a key, and remembers that its mails may have been published. */
  void doubt(Claim claim) throws SQLException {
    update(
        "update idempotency_key set state = 'free', doubtful = true" + ROW + " and claim = ?",
        claim.tenant(),
        claim.key(),
        claim.token());
  }

  private boolean update(String sql, Object... values) throws SQLException {
    return with(
        sql,
        statement -> {
          set(statement, values);
          return statement.executeUpdate() == 1;
        });
  }

  private <T> T with(String sql, Work<T> work) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setNetworkTimeout(Runnable::run, NETWORK_MS);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setQueryTimeout(STATEMENT_SECONDS);
        return work.on(statement);
      }
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static Row row(ResultSet found) throws SQLException {
    String state = found.getString("state");
    return new Row(
        found.getString("body_hash"),
        found.getObject("seed", UUID.class),
        found.getObject("claim", UUID.class),
        state,
        found.getBoolean("doubtful"),
        found.getBoolean("expired"),
        found.getBoolean("stale"),
        state.equals("answered")
            ? new KeptAnswer(
                found.getInt("status"), found.getString("location"), found.getString("answer"))
            : null);
  }

  /** A key's row as it was read. */
  record Row(
      String hash,
      UUID seed,
      UUID claim,
      String state,
      boolean doubtful,
      boolean expired,
      boolean stale,
      KeptAnswer kept) {

    boolean isInFlight() {
      return state.equals("claimed");
    }
  }

  private interface Work<T> {
    T on(PreparedStatement statement) throws SQLException;
  }
}

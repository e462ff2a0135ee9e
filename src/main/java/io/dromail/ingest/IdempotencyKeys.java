package io.dromail.ingest;

import io.dromail.mail.Refused;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may use an idempotency key: one of many at the same moment, in this process and in all others
 * on the same database. A key is kept for 24 hours. A claim whose process died is taken over after
 * a minute, and its mails are then marked as perhaps published before. Blocks for a few seconds at
 * most, and not at all for two seconds after the database was found to be away; thread-safe.
 */
public final class IdempotencyKeys {

  private static final Logger LOG = LoggerFactory.getLogger(IdempotencyKeys.class);
  private static final String CONCURRENT = "concurrent_idempotent_requests";
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,256}");
  private static final long STALE_SECONDS = 60;
  private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();
  private static final int TRIES = 5;

  private final boolean on;
  private final IdempotencyTable table;
  private volatile long awaySince = System.nanoTime() - PAUSE_NANOS;

  /**
   * Over the journal's database.
   *
   * @param url of the database; {@code none}: there is none
   * @param confirmTimeoutMs how long a request may wait for the broker
   */
  public IdempotencyKeys(DataSource database, String url, long confirmTimeoutMs) {
    on = !url.equals("none");
    table = new IdempotencyTable(database, STALE_SECONDS + confirmTimeoutMs / 1_000);
  }

  boolean isOn() {
    return on;
  }

  /** Whether a key is one; 1 to 256 printable characters of ASCII. */
  static boolean isKey(String key) {
    return PRINTABLE.matcher(key).matches();
  }

  /** Whether a refusal is about now, and not about the request. */
  static boolean isTemporary(Refused refused) {
    return refused.status() == 503 || refused.name().equals(CONCURRENT);
  }

  /**
   * Claims a key for some content.
   *
   * @param token unique to the claim; who claims with the token of a claim in flight gets it back
   * @return good, or with the answer that the same content got before
   * @throws Refused 409 for other content or a claim in flight, 422 without a journal, 503 while
   *     its database is away
   */
  Claim claim(String tenant, String key, String hash, UUID token) throws Refused {
    if (!on) {
      throw Refused.because(
          422,
          "invalid_parameter",
          "This gateway has no journal (dromail.journal.url), so it can't keep idempotency keys.");
    }
    if (System.nanoTime() - awaySince < PAUSE_NANOS) {
      throw unavailable();
    }
    try {
      for (int i = 0; i < TRIES; i++) {
        Claim claim = attempt(Claim.first(tenant, key, hash, token));
        if (claim != null) {
          return claim;
        }
      }
      throw inFlight();
    } catch (SQLException e) {
      away("claimed", e);
      throw unavailable();
    }
  }

  /** The claim that is to be had now, or null if somebody was faster. */
  private Claim attempt(Claim first) throws SQLException, Refused {
    IdempotencyTable.Row row = table.find(first.tenant(), first.key());
    if (row == null) {
      return table.insert(first) ? first : null;
    }
    boolean own = first.token().equals(row.claim()) || first.token().equals(row.seed());
    if (row.expired() && !own) {
      return table.take(first, row) ? first : null;
    }
    boolean busy = row.isInFlight() && !row.stale() && !own;
    if ((busy || row.kept() != null) && !row.hash().equals(first.hash())) {
      throw Refused.because(
          409,
          "invalid_idempotent_request",
          "This idempotency key was used with another content in the last 24 hours.");
    }
    if (busy) {
      throw inFlight();
    }
    boolean again = row.doubtful() || row.isInFlight() && !own;
    UUID token = row.kept() == null ? first.token() : row.claim();
    Claim claim =
        new Claim(first.tenant(), first.key(), first.hash(), token, row.seed(), again, row.kept());
    return row.kept() != null || table.take(claim, row) ? claim : null;
  }

  /** Keeps the answer; if that fails, the key is taken over by the next who tries, in a minute. */
  void keep(Claim claim, KeptAnswer answer) {
    try {
      if (!table.keep(claim, answer)) {
        LOG.warn("an idempotency key of {} was taken over by another request", claim.tenant());
      }
    } catch (SQLException e) {
      away("kept", e);
    }
  }

  /**
   * Frees the key of a request that failed.
   *
   * @param published whether some of its mails may have been published
   */
  void free(Claim claim, boolean published) {
    try {
      if (published || claim.again()) {
        table.doubt(claim);
      } else {
        table.delete(claim);
      }
    } catch (SQLException e) {
      away("freed", e);
    }
  }

  private void away(String what, SQLException e) {
    awaySince = System.nanoTime();
    LOG.warn("an idempotency key can't be {}: {}", what, e.getMessage());
  }

  private static Refused inFlight() {
    return Refused.because(
        409, CONCURRENT, "A request with this idempotency key is being worked on.");
  }

  static Refused unavailable() {
    return Refused.because(
        503,
        "queue_unavailable",
        "Idempotency keys can't be checked now; nothing was queued. Try again in 5 seconds.");
  }
}

package io.dromail.throttle;

import io.dromail.mail.SharedStateUnavailable;
import java.util.function.LongSupplier;

/**
 * This process's share of a profile's connections. Asks the broker when the share is to be renewed
 * or to grow, and seldom otherwise. Thread-safe.
 */
final class ConnectionShare {

  private static final long RENEW_AFTER = 20_000_000;
  private static final long ASK_AGAIN_AFTER = 1_000_000;
  private static final long GOOD_FOR = 50_000_000;

  private final String worker;
  private final ProfileLedger ledger;
  private final LongSupplier clock;
  private volatile Share share = new Share(0, 0, Long.MIN_VALUE / 2, Long.MIN_VALUE / 2);

  ConnectionShare(String worker, ProfileLedger ledger, LongSupplier clock) {
    this.worker = worker;
    this.ledger = ledger;
    this.clock = clock;
  }

  int count(int limit, int wanted) throws InterruptedException {
    if (mustAsk(wanted)) {
      synchronized (this) {
        if (mustAsk(wanted)) {
          ask(limit, wanted);
        }
      }
    }
    Share now = share;
    return clock.getAsLong() - now.leasedAt > GOOD_FOR ? 0 : Math.min(wanted, now.count);
  }

  /** For others to use. */
  void giveBack() {
    try {
      count(1, 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean mustAsk(int wanted) {
    Share now = share;
    long age = clock.getAsLong() - now.askedAt;
    if (wanted == 0) {
      return now.wanted > 0;
    }
    return age > RENEW_AFTER
        || wanted > now.count && (age > ASK_AGAIN_AFTER || wanted > now.wanted);
  }

  private void ask(int limit, int wanted) throws InterruptedException {
    long now = clock.getAsLong();
    int[] count = new int[1];
    try {
      ledger.change(
          state -> count[0] = state.connections().lease(worker, limit, wanted, clock.getAsLong()));
      share = new Share(count[0], wanted, now, now);
    } catch (SharedStateUnavailable away) {
      // What was leased is good for a while.
      share = new Share(share.count, wanted, now, share.leasedAt);
    }
  }

  private record Share(int count, int wanted, long askedAt, long leasedAt) {}
}

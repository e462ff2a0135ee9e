package io.dromail.send;

import io.dromail.mail.LimitReached;
import io.dromail.mail.Limits;
import io.dromail.mail.ProfileLimits;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * This process' share of the connections that all workers together may have open to a provider.
 * Costs nothing without such a limit. Thread-safe.
 */
final class SharedConnections {

  private static final long RENEW_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Limits limits;
  private final ProfileLimits profile;
  private int share;
  private long askedAt;

  SharedConnections(Limits limits, ProfileLimits profile) {
    this.limits = limits;
    this.profile = profile;
  }

  /**
   * How many connections may be open now.
   *
   * @param wanted how many there could be
   * @throws LimitReached if the other workers have them all
   */
  int atMost(int wanted) throws LimitReached {
    return profile.connections() == 0 ? wanted : Math.min(wanted, share(wanted));
  }

  void giveBack() {
    if (profile.connections() > 0) {
      limits.connections(profile, 0);
    }
  }

  private synchronized int share(int wanted) throws LimitReached {
    long since = System.nanoTime() - askedAt;
    if (share == 0 || since > (share < wanted ? ASK_AGAIN_NANOS : RENEW_NANOS)) {
      share = limits.connections(profile, wanted);
      askedAt = System.nanoTime();
    }
    if (share == 0) {
      throw new LimitReached(
          "the other workers have all connections of profile " + profile.profile(),
          Duration.ofSeconds(1 + ThreadLocalRandom.current().nextInt(5)));
    }
    return share;
  }
}

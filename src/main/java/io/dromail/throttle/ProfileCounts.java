package io.dromail.throttle;

import io.dromail.mail.LimitsLeft;
import io.dromail.mail.ProfileLimits;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** What this process knows of one profile's limits. Thread-safe. */
record ProfileCounts(
    ProfileLedger ledger, ConnectionShare connections, Patience patience, Timer waits)
    implements AutoCloseable {

  private static final long A_MINUTE = 60_000_000;

  /** How long a mail whose turn comes too late had better wait. */
  Duration wait(Turn turn, long now) {
    return patience.wait(turn, now, ledger.known().workers());
  }

  /** What is left, as far as it's known; now is in microseconds since 1970. */
  LimitsLeft left(ProfileLimits limits, long now) {
    ledger.refresh();
    LimitState state = ledger.known();
    Demand one = new Demand(limits, Math.min(1, limits.recipientsPerDay()), Set.of());
    long next = state.turn(one, now).at();
    return new LimitsLeft(
        limits.mailsPerMinute() == 0
            ? null
            : (int) Math.min(limits.mailsPerMinute(), free(state, one, now)),
        limits.recipientsPerDay() == 0
            ? null
            : Math.max(0, limits.recipientsPerDay() - state.recipients().count(now)),
        next > now ? Instant.EPOCH.plus(next, ChronoUnit.MICROS) : null,
        patience.held(now));
  }

  private static long free(LimitState state, Demand one, long now) {
    return state.mails().free(now, now + A_MINUTE, one.interval());
  }

  @Override
  public void close() {
    connections.giveBack();
    ledger.close();
  }
}

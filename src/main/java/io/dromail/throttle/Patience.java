package io.dromail.throttle;

import io.dromail.mail.RetryDelays;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * How long mails that have reached a limit had better wait, so that enough are back at any time to
 * use all of the limit, and not many more. With n mails waiting for a limit that lets one go each i
 * seconds, the last goes after n × i. Each comes back after n × i / 2 × u², u at random from 0 to
 * 1: until n × i / 2 that's at least one in i seconds at any time, most of them early on. Those
 * that are too many wait again, by what is left then. Thread-safe.
 */
final class Patience {

  private static final long SECOND = 1_000_000;

  private final RetryDelays delays;
  private final DoubleSupplier random;
  private final Map<String, HeldMails> held = new ConcurrentHashMap<>();

  /**
   * With what is possible.
   *
   * @param delays for which the broker can keep mails
   * @param random from 0 and below 1
   */
  Patience(RetryDelays delays, DoubleSupplier random) {
    this.delays = delays;
    this.random = random;
  }

  /**
   * For one more mail that waits; the longest of the delays that isn't too long.
   *
   * @param workers that put mails back, about as many each
   */
  Duration wait(Turn turn, long now, int workers) {
    HeldMails others = held.computeIfAbsent(turn.limit(), any -> new HeldMails());
    double u = random.getAsDouble();
    double all = turn.interval() * (1.0 + others.count(now)) * workers;
    long spread = (long) (all / 2 * u * u);
    Duration delay = notLonger(Math.max(turn.at() - now, spread));
    others.add(now + delay.toSeconds() * SECOND);
    return delay;
  }

  /** Mails that aren't due yet. */
  int held(long now) {
    return held.values().stream().mapToInt(mails -> mails.count(now)).sum();
  }

  private Duration notLonger(long micros) {
    TreeSet<Duration> possible = new TreeSet<>(delays.byLabel().values());
    Duration delay = possible.floor(Duration.ofSeconds(micros / SECOND));
    return delay == null ? possible.first() : delay;
  }
}

package io.dromail.send;

import io.dromail.mail.ProfilePaused;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How fast a profile, or a domain in it, may go now: as its limits say, slowly, or not at all. It
 * recovers by itself: from a tenth evenly to the whole, until the slow time is over. Thread-safe.
 */
final class Pace {

  private static final double SLOWEST = 0.1;

  private final AtomicReference<Pause> pause = new AtomicReference<>();
  private final AtomicReference<Slow> slow = new AtomicReference<>();

  void pause(Duration time, String cause) {
    pause.set(new Pause(System.nanoTime() + time.toNanos(), cause));
  }

  void slow(Duration time) {
    slow.set(new Slow(System.nanoTime(), Math.max(1, time.toNanos())));
  }

  /** Why there is a pause, or null. */
  String paused() {
    Pause now = pause.get();
    return now == null || now.remaining() <= 0 ? null : now.cause();
  }

  /** Whether it's slow. */
  boolean isSlow() {
    return fraction() < 1;
  }

  /** Refuses to go on while there is a pause. */
  void check() throws ProfilePaused {
    Pause now = pause.get();
    if (now != null && now.remaining() > 0) {
      throw new ProfilePaused(Duration.ofNanos(now.remaining()), now.cause());
    }
  }

  /** Of so many, how many may be in use now; at least one. */
  int of(int connections) {
    double fraction = fraction();
    return fraction >= 1 ? connections : Math.max(1, (int) (connections * fraction));
  }

  private double fraction() {
    Slow now = slow.get();
    if (now == null) {
      return 1;
    }
    double elapsed = (double) (System.nanoTime() - now.since()) / now.nanos();
    return elapsed >= 1 ? 1 : SLOWEST + (1 - SLOWEST) * elapsed;
  }

  private record Pause(long until, String cause) {
    long remaining() {
      return until - System.nanoTime();
    }
  }

  private record Slow(long since, long nanos) {}
}

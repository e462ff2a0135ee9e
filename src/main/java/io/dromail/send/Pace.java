package io.dromail.send;

import io.dromail.mail.ProfilePaused;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How fast a profile may go now: as its limits say, slowly, or not at all. It recovers by itself
 * when the time is over. Thread-safe.
 */
final class Pace {

  /** Of the connections, in a slow time. */
  private static final int A_TENTH = 10;

  private final int connections;
  private final AtomicReference<Pause> pause = new AtomicReference<>();
  private volatile long slowUntil = System.nanoTime();

  Pace(int connections) {
    this.connections = connections;
  }

  void pause(Duration time, String cause) {
    pause.set(new Pause(System.nanoTime() + time.toNanos(), cause));
  }

  void slow(Duration time) {
    slowUntil = System.nanoTime() + time.toNanos();
  }

  /** Why there is a pause, or null. */
  String paused() {
    Pause now = pause.get();
    return now == null || now.remaining() <= 0 ? null : now.cause();
  }

  /** Refuses to go on while there is a pause. */
  void check() throws ProfilePaused {
    Pause now = pause.get();
    if (now != null && now.remaining() > 0) {
      throw new ProfilePaused(Duration.ofNanos(now.remaining()), now.cause());
    }
  }

  /** How many connections may be in use now. */
  int connections() {
    return slowUntil - System.nanoTime() > 0 ? Math.max(1, connections / A_TENTH) : connections;
  }

  private record Pause(long until, String cause) {
    long remaining() {
      return until - System.nanoTime();
    }
  }
}

package io.dromail.health;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a look at something slow showed, some seconds old. A thread of its own looks, so that nobody
 * who asks waits for a disk that hangs. Thread-safe.
 */
final class Recent<T> implements AutoCloseable {

  private static final long EVERY_MS = 3_000;
  private static final long LATE_NANOS = Duration.ofSeconds(30).toNanos();

  private final Supplier<T> look;
  private final Thread thread;
  private volatile T seen;
  private volatile long at;

  Recent(String name, Supplier<T> look) {
    this.look = look;
    thread = new Thread(this::keepLooking, "dromail-look-" + name);
    thread.setDaemon(true);
  }

  /** Looks once and begins. */
  void start() {
    look();
    thread.start();
  }

  /** What was seen last; null before the start. */
  T get() {
    return seen;
  }

  /** Whether somebody has looked lately, and it didn't take too long. */
  boolean isCurrent() {
    return seen == null || System.nanoTime() - at < LATE_NANOS;
  }

  private void look() {
    seen = look.get();
    at = System.nanoTime();
  }

  private void keepLooking() {
    try {
      while (true) {
        Thread.sleep(EVERY_MS);
        look();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

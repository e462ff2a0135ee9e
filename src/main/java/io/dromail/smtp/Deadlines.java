package io.dromail.smtp;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One thread that watches the writes of all connections: a socket has no time-out for them. It
 * looks at all of them now and then, since a timer for each would be set twice for each mail, and
 * hardly ever goes off.
 */
final class Deadlines {

  private static final long LOOK_EVERY_MS = 250;
  private static final Set<Deadline> OPEN = ConcurrentHashMap.newKeySet();

  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "smtp-write-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  static {
    WATCH.scheduleWithFixedDelay(
        Deadlines::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
  }

  private Deadlines() {}

  /** Does something when the time is over, or a quarter of a second later, unless it was kept. */
  static Deadline after(Duration time, Runnable then) {
    Deadline deadline = new Deadline(System.nanoTime() + time.toNanos(), then);
    OPEN.add(deadline);
    return deadline;
  }

  private static void look() {
    long now = System.nanoTime();
    for (Deadline deadline : OPEN) {
      if (deadline.nanos - now <= 0 && OPEN.remove(deadline)) {
        // As a task of its own: if it fails, that must not end the watch.
        WATCH.execute(deadline.then);
      }
    }
  }

  /** Of one write. */
  static final class Deadline {
    private final long nanos;
    private final Runnable then;

    private Deadline(long nanos, Runnable then) {
      this.nanos = nanos;
      this.then = then;
    }

    /** The write has ended; says whether that was in time. */
    boolean keep() {
      return OPEN.remove(this);
    }
  }
}

package io.dromail.smtp;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that watches the writes of all connections: a socket has no time-out for them. */
final class Deadlines {

  private static final ScheduledThreadPoolExecutor WATCH =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "smtp-write-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  static {
    WATCH.setRemoveOnCancelPolicy(true);
  }

  private Deadlines() {}

  /** Does something later, unless it's cancelled. */
  static Future<?> after(Duration time, Runnable then) {
    return WATCH.schedule(then, time.toNanos(), TimeUnit.NANOSECONDS);
  }
}

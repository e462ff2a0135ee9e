package io.dromail.live;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Does something once, as soon as this process has little else to do: when, between two looks, it
 * used less than a quarter of the processors.
 */
final class QuietMoment {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(20);
  private static final int PART = 4;

  private final BooleanSupplier wanted;
  private final Runnable task;

  /** What the processors have to give from one look to the next, in nanoseconds. */
  private final long available;

  private final LongSupplier used;
  private final Executor later;

  /**
   * Doesn't look yet.
   *
   * @param wanted whether the task is still of use; if not, there is no further look
   */
  QuietMoment(BooleanSupplier wanted, Runnable task) {
    this(wanted, task, BETWEEN_LOOKS, QuietMoment::processorTime);
  }

  /**
   * With looks of its own.
   *
   * @param used the processor time so far, in nanoseconds
   */
  QuietMoment(BooleanSupplier wanted, Runnable task, Duration between, LongSupplier used) {
    this.wanted = wanted;
    this.task = task;
    this.available = between.toNanos() * Runtime.getRuntime().availableProcessors();
    this.used = used;
    this.later = CompletableFuture.delayedExecutor(between.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks from now on. */
  void await() {
    long before = used.getAsLong();
    later.execute(() -> look(before));
  }

  private void look(long before) {
    if (!wanted.getAsBoolean()) {
      return;
    }
    if ((used.getAsLong() - before) * PART < available) {
      task.run();
    } else {
      await();
    }
  }

  /** Zero where the system doesn't tell: then every moment is quiet. */
  private static long processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }
}

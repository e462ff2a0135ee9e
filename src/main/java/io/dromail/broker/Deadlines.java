package io.dromail.broker;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Fails what the broker doesn't answer in time, whatever its writer does. All have the same time,
 * so that the oldest is the next: one thread sleeps until then. Thread-safe.
 */
final class Deadlines implements AutoCloseable {

  private final long timeoutMs;
  private final Queue<Deadline> waiting = new ConcurrentLinkedQueue<>();
  private final Thread sweeper = new Thread(this::sweep, "dromail-publish-deadlines");
  private volatile boolean closed;

  Deadlines(long timeoutMs) {
    this.timeoutMs = timeoutMs;
    sweeper.setDaemon(true);
    sweeper.start();
  }

  /** Fails it with {@link NotConfirmed} when the time is over, unless it's done by then. */
  void watch(CompletableFuture<Void> outcome) {
    forgetDone();
    waiting.add(
        new Deadline(outcome, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs)));
    if (closed) {
      outcome.completeExceptionally(new NotConfirmed("publishing has ended", null));
    }
  }

  /** Fails what comes from now on; what is watched already has its time. */
  @Override
  public void close() {
    closed = true;
    sweeper.interrupt();
  }

  private void sweep() {
    long nanos = failDue();
    while (!closed || !waiting.isEmpty()) {
      try {
        TimeUnit.NANOSECONDS.sleep(nanos);
      } catch (InterruptedException isClosed) {
        // What waits is failed below, in its time.
      }
      nanos = failDue();
    }
  }

  /**
   * How long nothing more can be due.
   *
   * @return nanoseconds
   */
  private long failDue() {
    long now = System.nanoTime();
    Deadline oldest = waiting.peek();
    while (oldest != null && (oldest.outcome.isDone() || oldest.nanos - now <= 0)) {
      oldest.outcome.completeExceptionally(
          new NotConfirmed("the broker did not confirm within " + timeoutMs + " ms", null));
      waiting.remove(oldest);
      oldest = waiting.peek();
    }
    return oldest == null ? TimeUnit.MILLISECONDS.toNanos(timeoutMs) : oldest.nanos - now;
  }

  private void forgetDone() {
    Deadline oldest = waiting.peek();
    while (oldest != null && oldest.outcome.isDone()) {
      waiting.remove(oldest);
      oldest = waiting.peek();
    }
  }

  private record Deadline(CompletableFuture<Void> outcome, long nanos) {}
}

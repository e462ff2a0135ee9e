package io.dromail.ingest;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks in the thread that brings them: at once, or, brought by a task, when that has ended. A
 * split that runs "in parallel" over it begins one part after the other and waits for none, which
 * is all that parts need that wait for something elsewhere. Thread-safe.
 */
public final class CallingThread extends AbstractExecutorService {

  private final ThreadLocal<Queue<Runnable>> brought = new ThreadLocal<>();
  private volatile boolean shutdown;

  @Override
  public void execute(Runnable task) {
    Queue<Runnable> later = brought.get();
    if (later != null) {
      later.add(task);
      return;
    }
    Queue<Runnable> tasks = new ArrayDeque<>();
    brought.set(tasks);
    try {
      for (Runnable next = task; next != null; next = tasks.poll()) {
        next.run();
      }
    } finally {
      brought.remove();
    }
  }

  @Override
  public void shutdown() {
    shutdown = true;
  }

  /** Nothing waits here. */
  @Override
  public List<Runnable> shutdownNow() {
    shutdown = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return shutdown;
  }
}

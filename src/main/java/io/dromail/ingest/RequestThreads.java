package io.dromail.ingest;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;

/**
 * The threads that lead requests through their routes up to the first wait. Long requests, as
 * batches are, and those from files have few of their own, so that short ones don't wait for them,
 * and what they come to is in memory for few at a time.
 *
 * <p>Of those that are idle, the thread that worked last takes the next request: as few work as the
 * load needs, and those have their memory at hand. Vert.x' own workers take turns, and each tells
 * an event loop that it's done.
 */
final class RequestThreads implements AutoCloseable {

  private static final String KEY = RequestThreads.class.getName();
  private static final int FOR_SHORT = 20;
  private static final int FOR_LARGE = 2;

  private final ForkJoinPool forShort = pool("dromail-requests-", FOR_SHORT);
  private final ForkJoinPool forLong =
      pool("dromail-long-requests-", Runtime.getRuntime().availableProcessors());
  private final ForkJoinPool forLarge = pool("dromail-large-requests-", FOR_LARGE);

  /** Threads that may wait, never more than so many; they end when they're idle for a minute. */
  static ForkJoinPool pool(String name, int threads) {
    return new ForkJoinPool(
        threads, named(name), null, true, threads, threads, 0, full -> true, 1, TimeUnit.MINUTES);
  }

  private static ForkJoinWorkerThreadFactory named(String name) {
    return pool -> {
      ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
      thread.setName(name + thread.getPoolIndex());
      return thread;
    };
  }

  /** For a request of which no more is known yet. */
  void takeShort(RoutingContext request) {
    request.put(KEY, forShort);
  }

  void takeLong(RoutingContext request) {
    request.put(KEY, forLong);
  }

  /** For one whose body is in a file. */
  void takeLarge(RoutingContext request) {
    request.put(KEY, forLarge);
  }

  /** Those that were said to take a request. */
  static Executor of(RoutingContext request) {
    return request.get(KEY);
  }

  /** Takes no more; what was taken is led on. */
  @Override
  public void close() {
    forShort.shutdown();
    forLong.shutdown();
    forLarge.shutdown();
  }
}

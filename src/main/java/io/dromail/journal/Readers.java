package io.dromail.journal;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Threads that read the journal for the API, so that a slow database holds up no request that
 * doesn't ask for it. Whoever asks for a mail that was just accepted waits here for the journal to
 * catch up, without a thread. Thread-safe.
 */
final class Readers implements AutoCloseable {

  private static final int THREADS = 4;
  private static final long PAUSE_MS = 20;
  private static final long PATIENCE_MS = 2_000;
  private static final long YOUNG_MS = 60_000;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          work -> {
            Thread thread = new Thread(work, "journal-reader");
            thread.setDaemon(true);
            return thread;
          });

  /** Does something, and answers what it returns or throws. */
  <T> CompletableFuture<T> ask(Callable<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    threads.execute(() -> attempt(question, answer));
    return answer;
  }

  /**
   * Asks again and again while there is no answer, for up to two seconds, if the mail may be so new
   * that the journal doesn't know it yet.
   *
   * @param question answers null if it can't tell yet
   * @param otherwise what's thrown in the end
   */
  <T> CompletableFuture<T> await(UUID id, Callable<T> question, Supplier<Exception> otherwise) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    long patience = isYoung(id) ? PATIENCE_MS : 0;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
    threads.execute(() -> poll(question, otherwise, end, answer));
    return answer;
  }

  private <T> void poll(
      Callable<T> question, Supplier<Exception> otherwise, long end, CompletableFuture<T> answer) {
    attempt(
        () -> {
          T told = question.call();
          if (told == null && System.nanoTime() - end >= 0) {
            throw otherwise.get();
          }
          if (told == null) {
            CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS, threads)
                .execute(() -> poll(question, otherwise, end, answer));
          }
          return told;
        },
        answer);
  }

  private static <T> void attempt(Callable<T> question, CompletableFuture<T> answer) {
    try {
      T told = question.call();
      if (told != null) {
        answer.complete(told);
      }
    } catch (Exception e) {
      answer.completeExceptionally(e);
    }
  }

  /** A UUIDv7 says when it was made (RFC 9562 section 5.7); of the others nobody knows. */
  static boolean isYoung(UUID id) {
    long age = Instant.now().toEpochMilli() - (id.getMostSignificantBits() >>> 16);
    return id.version() == 8 || id.version() == 7 && Math.abs(age) < YOUNG_MS;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

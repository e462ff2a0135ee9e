package io.dromail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RequestThreadsTest {

  private static final int THREADS = 10;

  private final ForkJoinPool pool = RequestThreads.pool("test-", THREADS);

  @AfterEach
  void end() {
    pool.shutdownNow();
  }

  @Test
  void fewWorkWhenThereIsLittleToDoThoughThereAreMany() throws Exception {
    CyclicBarrier all = new CyclicBarrier(THREADS);
    many(THREADS, all::await).forEach(ForkJoinTask::join);
    assertThat(pool.getPoolSize()).isEqualTo(THREADS);

    Set<String> worked = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      worked.add(pool.submit(() -> Thread.currentThread().getName()).get());
    }

    assertThat(worked).hasSizeLessThan(THREADS / 2).allMatch(name -> name.startsWith("test-"));
  }

  /** A pool of this kind would otherwise replace a thread that waits. */
  @Test
  void areNoMoreThanSoManyWhileTheyWait() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    AtomicInteger begun = new AtomicInteger();
    List<ForkJoinTask<?>> tasks =
        many(
            3 * THREADS,
            () -> {
              begun.incrementAndGet();
              return gate.join();
            });

    await().until(() -> begun.get() >= THREADS);
    await().during(Duration.ofMillis(200)).until(() -> begun.get() == THREADS);
    gate.complete(null);
    tasks.forEach(ForkJoinTask::join);

    assertThat(begun).hasValue(3 * THREADS);
  }

  private List<ForkJoinTask<?>> many(int count, Callable<?> work) {
    return IntStream.range(0, count).<ForkJoinTask<?>>mapToObj(i -> pool.submit(work)).toList();
  }
}

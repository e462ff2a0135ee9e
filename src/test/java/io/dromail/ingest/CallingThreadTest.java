package io.dromail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallingThreadTest {

  private final CallingThread executor = new CallingThread();

  @Test
  void runsInTheThreadThatBringsIt() throws Exception {
    Thread thread = executor.submit(Thread::currentThread).get();

    assertThat(thread).isSameAs(Thread.currentThread());
  }

  @Test
  void runsWhatATaskBringsAfterIt() {
    List<String> order = new ArrayList<>();

    executor.execute(
        () -> {
          executor.execute(() -> order.add("second"));
          executor.execute(() -> order.add("third"));
          order.add("first");
        });

    assertThat(order).containsExactly("first", "second", "third");
  }

  @Test
  void needsNoDeeperStackForMoreTasks() {
    AtomicInteger run = new AtomicInteger();

    executor.execute(countdown(1_000_000, run));

    assertThat(run).hasValue(1_000_000);
  }

  @Test
  void goesOnAfterATaskThatFails() {
    List<String> order = new ArrayList<>();

    assertThatThrownBy(
            () ->
                executor.execute(
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    executor.execute(() -> order.add("next"));

    assertThat(order).containsExactly("next");
  }

  @Test
  void isTerminatedOnceShutDown() {
    executor.shutdown();

    assertThat(executor.isShutdown()).isTrue();
    assertThat(executor.isTerminated()).isTrue();
  }

  private Runnable countdown(int left, AtomicInteger run) {
    return () -> {
      run.incrementAndGet();
      if (left > 1) {
        executor.execute(countdown(left - 1, run));
      }
    };
  }
}

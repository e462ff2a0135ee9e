package io.dromail.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuietMomentTest {

  private static final long WHOLE =
      Duration.ofMillis(10).toNanos() * Runtime.getRuntime().availableProcessors();

  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong used = new AtomicLong();

  /** What it uses from one question to the next. */
  private volatile long pace;

  private volatile boolean wanted = true;

  @Test
  void waitsWhileTheProcessorsAreInUse() {
    pace = WHOLE / 3;
    moment().await();
    await().until(() -> asked.get() > 8);
    assertThat(done).hasValue(0);

    pace = WHOLE / 5;

    await().until(() -> done.get() == 1);
  }

  @Test
  void looksNoMoreWhenItHasBeenDone() {
    moment().await();

    await().until(() -> done.get() == 1);
    int questions = asked.get();
    await().during(Duration.ofMillis(100)).until(() -> asked.get() == questions);
    assertThat(done).hasValue(1);
  }

  @Test
  void looksNoMoreWhenNobodyWantsIt() {
    pace = WHOLE;
    moment().await();
    await().until(() -> asked.get() > 2);

    wanted = false;
    pace = 0;

    await().during(Duration.ofMillis(100)).until(() -> done.get() == 0);
  }

  private QuietMoment moment() {
    return new QuietMoment(
        () -> wanted,
        done::incrementAndGet,
        Duration.ofMillis(10),
        () -> {
          asked.incrementAndGet();
          return used.addAndGet(pace);
        });
  }
}

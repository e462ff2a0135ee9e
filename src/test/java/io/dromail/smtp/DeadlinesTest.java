package io.dromail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final AtomicBoolean done = new AtomicBoolean();

  @Test
  void actsWhenTheTimeIsOver() {
    Deadlines.Deadline deadline = Deadlines.after(Duration.ZERO, () -> done.set(true));

    await().untilTrue(done);
    assertThat(deadline.keep()).isFalse();
  }

  @Test
  void leavesAloneWhatWasKept() {
    Deadlines.Deadline kept = Deadlines.after(Duration.ofMillis(50), () -> done.set(true));
    boolean inTime = kept.keep();
    AtomicBoolean later = new AtomicBoolean();
    Deadlines.after(Duration.ofMillis(100), () -> later.set(true));

    await().untilTrue(later);
    assertThat(inTime).isTrue();
    assertThat(done).isFalse();
  }

  @Test
  void keepsWhatHasTime() {
    assertThat(Deadlines.after(LONG, () -> done.set(true)).keep()).isTrue();
  }

  @Test
  void goesOnWhenOneFails() {
    AtomicBoolean failed = new AtomicBoolean();
    Deadlines.after(
        Duration.ZERO,
        () -> {
          failed.set(true);
          throw new IllegalStateException("closed oddly");
        });
    await().untilTrue(failed);

    Deadlines.after(Duration.ZERO, () -> done.set(true));

    await().untilTrue(done);
  }
}

package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final long QUICK_MS = 60;
  private static final long PATIENT_MS = 60_000;

  private final CompletableFuture<Void> outcome = new CompletableFuture<>();

  @Test
  void failsWhatHasNoAnswerInTimeAndNotBefore() {
    try (Deadlines deadlines = new Deadlines(QUICK_MS)) {
      long begin = System.nanoTime();
      deadlines.watch(outcome);

      assertFails(outcome, "the broker did not confirm within 60 ms");

      assertThat(Duration.ofNanos(System.nanoTime() - begin).toMillis())
          .isGreaterThanOrEqualTo(QUICK_MS);
    }
  }

  @Test
  void looksPastAnAnswerToTheNextThatWaits() {
    try (Deadlines deadlines = new Deadlines(QUICK_MS)) {
      CompletableFuture<Void> next = new CompletableFuture<>();
      deadlines.watch(outcome);
      deadlines.watch(next);
      outcome.complete(null);

      assertFails(next, "the broker did not confirm within 60 ms");

      assertThat(outcome).isCompleted();
    }
  }

  @Test
  void leavesItsTimeToWhatWasWatchedBeforeTheEnd() {
    try (Deadlines deadlines = new Deadlines(QUICK_MS)) {
      deadlines.watch(outcome);
    }

    assertFails(outcome, "the broker did not confirm within 60 ms");
  }

  @Test
  void failsAtOnceWhatComesAfterTheEnd() {
    Deadlines deadlines = new Deadlines(PATIENT_MS);
    deadlines.close();

    deadlines.watch(outcome);

    assertFails(outcome, "publishing has ended");
  }

  private static void assertFails(CompletableFuture<Void> outcome, String reason) {
    assertThat(outcome)
        .failsWithin(SOON)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(NotConfirmed.class)
        .withMessage(reason);
  }
}

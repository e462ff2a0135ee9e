package io.dromail.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private static final long NOW = 1_000_000_000;
  private static final long INTERVAL = 2_000_000;

  private final Timeline timeline = new Timeline();

  @Test
  void spreadsMailsEvenlyWithoutABurst() {
    assertThat(List.of(take(NOW), take(NOW), take(NOW + 1), take(NOW + INTERVAL)))
        .containsExactly(NOW, NOW + INTERVAL, NOW + 2 * INTERVAL, NOW + 3 * INTERVAL);
    assertThat(take(NOW + 100 * INTERVAL)).isEqualTo(NOW + 100 * INTERVAL);
    assertThat(take(NOW + 100 * INTERVAL)).as("no credit").isEqualTo(NOW + 101 * INTERVAL);
  }

  @Test
  void givesToOthersWhatIsFreeBeforeALaterMail() {
    timeline.take(NOW, INTERVAL);
    timeline.take(timeline.earliest(NOW + 4 * INTERVAL + 7), INTERVAL);

    assertThat(List.of(take(NOW), take(NOW), take(NOW), take(NOW)))
        .containsExactly(
            NOW + INTERVAL, NOW + 2 * INTERVAL, NOW + 3 * INTERVAL, NOW + 5 * INTERVAL + 7);
  }

  @Test
  void neverGivesTwoMailsLessThanAnInterval() {
    Random random = new Random(7);
    List<Long> taken = new ArrayList<>();
    long now = NOW;
    for (int i = 0; i < 5_000; i++) {
      now += random.nextInt((int) INTERVAL * 2);
      timeline.prune(now);
      long at = timeline.earliest(now + random.nextInt(5 * (int) INTERVAL));
      timeline.take(at, INTERVAL);
      taken.add(at);
    }
    taken.sort(null);

    for (int i = 1; i < taken.size(); i++) {
      assertThat(taken.get(i) - taken.get(i - 1)).isGreaterThanOrEqualTo(INTERVAL);
    }
  }

  @Test
  void refusesAMomentThatIsTaken() {
    timeline.take(NOW, INTERVAL);

    assertThatThrownBy(() -> timeline.take(NOW + 1, INTERVAL))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsWhatIsFree() {
    long end = NOW + 30 * INTERVAL;
    assertThat(timeline.free(NOW, end, INTERVAL)).isEqualTo(30);

    take(NOW);
    take(NOW + 3 * INTERVAL);

    assertThat(timeline.free(NOW, end, INTERVAL)).isEqualTo(28);
    assertThat(timeline.isFree(NOW)).isFalse();
    timeline.prune(end);
    assertThat(timeline.isFree(end)).isTrue();
  }

  @Test
  void mergesToWhatIsFreeInBoth() {
    Timeline other = new Timeline();
    take(NOW);
    take(NOW);
    other.take(NOW + 3 * INTERVAL, INTERVAL);

    assertThat(Timeline.merge(timeline, other).earliest(NOW)).isEqualTo(NOW + 4 * INTERVAL);
    assertThat(Timeline.merge(other, timeline).earliest(NOW)).isEqualTo(NOW + 4 * INTERVAL);
    assertThat(Timeline.merge(other, other).earliest(NOW)).isEqualTo(other.earliest(NOW));
  }

  @Test
  void forgivesAClockThatWasADayAhead() {
    take(NOW + 86_400_000_000L);
    timeline.prune(NOW);

    assertThat(timeline.earliest(NOW)).isEqualTo(NOW);
  }

  private long take(long from) {
    long at = timeline.earliest(from);
    timeline.take(at, INTERVAL);
    timeline.prune(NOW);
    return at;
  }
}

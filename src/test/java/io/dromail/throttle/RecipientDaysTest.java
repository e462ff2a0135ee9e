package io.dromail.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecipientDaysTest {

  private static final long MINUTE = 60_000_000;
  private static final long DAY = 1_440 * MINUTE;
  private static final long NOW = 20_000 * DAY + 7 * MINUTE;

  private final RecipientDays days = new RecipientDays();

  @Test
  void countsRecipientsForADayAndAQuarterOfAnHour() {
    days.add(3, NOW);
    days.add(2, NOW + 60 * MINUTE);

    assertThat(days.count(NOW + DAY)).isEqualTo(5);
    assertThat(days.count(NOW + DAY + 15 * MINUTE)).isEqualTo(2);
    assertThat(days.count(NOW + DAY + 75 * MINUTE)).isZero();
  }

  @Test
  void saysWhenThereIsRoom() {
    days.add(8, NOW);
    days.add(2, NOW + 60 * MINUTE);
    long now = NOW + 90 * MINUTE;

    assertThat(days.free(1, 11, now)).isEqualTo(now);
    assertThat(days.free(1, 10, now)).isEqualTo(NOW - 7 * MINUTE + DAY + 15 * MINUTE);
    assertThat(days.free(9, 10, now)).isEqualTo(NOW - 7 * MINUTE + DAY + 75 * MINUTE);
    assertThat(days.count(days.free(1, 10, now))).isEqualTo(2);
  }

  @Test
  void neverExceedsTheLimitInAny24Hours() {
    Random random = new Random(7);
    List<Long> sent = new ArrayList<>();
    long now = NOW;
    for (int i = 0; i < 3_000; i++) {
      now = days.free(1, 100, now + random.nextInt((int) MINUTE) * 10L);
      days.add(1, now);
      days.prune(now);
      sent.add(now);
    }

    for (int i = 100; i < sent.size(); i++) {
      assertThat(sent.get(i) - sent.get(i - 100)).isGreaterThanOrEqualTo(DAY);
    }
  }

  @Test
  void mergesToTheHigherNumberOfEachQuarter() {
    RecipientDays other = new RecipientDays();
    days.add(3, NOW);
    other.add(5, NOW);
    other.add(1, NOW + 60 * MINUTE);

    assertThat(RecipientDays.merge(days, other).count(NOW + DAY)).isEqualTo(6);
    assertThat(RecipientDays.merge(other, days).count(NOW + DAY)).isEqualTo(6);
  }

  @Test
  void believesAClockThatIsALittleAheadAndNoOther() {
    days.add(1, NOW + 10 * MINUTE);
    days.add(1, NOW + DAY);
    days.prune(NOW);

    assertThat(days.count(NOW)).isEqualTo(1);
    assertThat(days.count(NOW + DAY)).isEqualTo(1);
  }
}

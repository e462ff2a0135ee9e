package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueAgeTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final Optional<Held> NOTHING = Optional.of(new Held(0, null, null));

  private final QueueAge age = new QueueAge();

  @Test
  void isThatOfTheMailThatWaitsLongestInThisProcess() {
    assertThat(age.at(NOW, 7, 1, held(9, 2))).contains(Duration.ofSeconds(9));
  }

  @Test
  void isThatOfTheLastOneHandedOutIfAllHereAreInWork() {
    assertThat(age.at(NOW, 7, 1, held(null, 5))).contains(Duration.ofSeconds(5));
  }

  @Test
  void isNothingWhileNothingWaits() {
    assertThat(age.at(NOW, 0, 1, NOTHING)).contains(Duration.ZERO);
    assertThat(age.at(NOW, 0, 1, held(null, 50))).contains(Duration.ZERO);
    assertThat(age.at(NOW, 0, 0, Optional.empty())).contains(Duration.ZERO);
  }

  @Test
  void isNotKnownWhereOnlyOthersTake() {
    assertThat(age.at(NOW, 7, 1, Optional.empty())).isEmpty();
  }

  @Test
  void countsFromWhenTheQueueWasSeenEmptyIfNobodyTakes() {
    age.at(NOW, 0, 0, Optional.empty());

    assertThat(age.at(NOW.plusSeconds(60), 3, 0, Optional.empty())).contains(Duration.ofMinutes(1));

    age.at(NOW.plusSeconds(70), 0, 0, Optional.empty());

    assertThat(age.at(NOW.plusSeconds(75), 1, 0, Optional.empty())).contains(Duration.ofSeconds(5));
  }

  @Test
  void isNeverNegativeWhereClocksDiffer() {
    assertThat(age.at(NOW, 1, 1, held(-3, -3))).contains(Duration.ZERO);
  }

  private static Optional<Held> held(Integer oldestSeconds, Integer lastSeconds) {
    return Optional.of(new Held(1, before(oldestSeconds), before(lastSeconds)));
  }

  private static Instant before(Integer seconds) {
    return seconds == null ? null : NOW.minusSeconds(seconds);
  }
}

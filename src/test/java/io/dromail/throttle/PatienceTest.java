package io.dromail.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.ProfileLimits;
import io.dromail.mail.RetryDelays;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {

  private static final long SECOND = 1_000_000;
  private static final long NOW = 1_764_000_000 * SECOND;
  private static final RetryDelays DELAYS =
      () ->
          Stream.of(1, 5, 15, 27, 30, 33, 60, 300, 1_800, 7_200, 21_600)
              .collect(Collectors.toMap(String::valueOf, Duration::ofSeconds));

  @Test
  void neverLetsAMailComeLateForItsTurn() {
    Patience patience = new Patience(DELAYS, () -> 0);

    assertThat(wait(patience, 4)).isEqualTo(1);
    assertThat(wait(patience, 29)).isEqualTo(27);
    assertThat(wait(patience, 80_000)).isEqualTo(21_600);
    assertThat(patience.held(NOW)).isEqualTo(3);
    assertThat(patience.held(NOW + 30 * SECOND)).isEqualTo(1);
  }

  @Test
  void spreadsMailsOverTheTimeThatAllOfThemNeed() {
    Patience patience = new Patience(DELAYS, () -> 0.999);
    long last = 0;
    for (int i = 0; i < 1_000; i++) {
      last = wait(patience, 4);
    }

    assertThat(last).as("1,000 mails, one in 2 s").isEqualTo(300);
  }

  /** In a time of its own: mails that are held come back, and go or are held again. */
  @ParameterizedTest
  @CsvSource({"30,400,1", "30,400,2", "600,20000,1", "600,20000,4", "6,50,2"})
  void usesAllOfTheLimitAndLetsMailsComeBackAFewTimes(int mailsPerMinute, int mails, int workers) {
    Random random = new Random(7);
    List<Patience> patience =
        Stream.generate(() -> new Patience(DELAYS, random::nextDouble)).limit(workers).toList();
    Demand demand =
        Demand.of(new ProfileLimits("p", 0, mailsPerMinute, 0, 0, Map.of()), List.of("a@x"));
    LimitState state = new LimitState();
    PriorityQueue<Long> back = new PriorityQueue<>();
    for (int i = 0; i < mails; i++) {
      back.add(NOW + i);
    }
    int comings = 0;
    long last = 0;
    while (!back.isEmpty()) {
      long now = back.poll();
      comings++;
      Turn turn = state.take(demand, now, now + 5 * SECOND);
      if (turn.at() > now + 5 * SECOND) {
        Duration wait = patience.get(random.nextInt(workers)).wait(turn, now, workers);
        back.add(now + wait.toSeconds() * SECOND);
      } else {
        last = Math.max(last, turn.at());
      }
    }
    double atBest = (mails - 1) * 60.0 / mailsPerMinute;

    assertThat((last - NOW) / 1e6).as("seconds").isBetween(atBest - 1, atBest * 1.1);
    assertThat(comings / (double) mails).as("times that a mail comes").isLessThan(15);
  }

  private static long wait(Patience patience, int seconds) {
    Turn turn = new Turn(NOW + seconds * SECOND, "30 a minute", 2 * SECOND);
    return patience.wait(turn, NOW, 1).toSeconds();
  }
}

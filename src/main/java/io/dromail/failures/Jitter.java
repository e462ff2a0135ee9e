package io.dromail.failures;

import java.time.Duration;
import java.util.List;

/**
 * Keeps mails that failed together from coming back together: a delay comes shorter, as it is, or
 * longer. Three variants and not a range, since each is a queue in the broker.
 *
 * @param percent by how much; 0 for not at all
 */
record Jitter(int percent) {

  static final int MOST = 50;

  /** The forms in which a delay comes, the shortest first; in whole seconds, none below one. */
  List<Duration> variants(Duration delay) {
    return percent == 0
        ? List.of(delay)
        : List.of(part(delay, 100 - percent), delay, part(delay, 100 + percent));
  }

  private static Duration part(Duration delay, int hundredths) {
    return Duration.ofSeconds(Math.max(1, Math.round(delay.toSeconds() * hundredths / 100.0)));
  }
}

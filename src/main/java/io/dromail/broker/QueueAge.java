package io.dromail.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * For how long the oldest message of a queue has been waiting, as far as one process can tell
 * without taking it. Used by one thread.
 */
final class QueueAge {

  private Instant lastEmpty;

  /**
   * Takes another look into account.
   *
   * @param waiting messages that the broker has handed to nobody
   * @param consumers in all processes
   * @param held what this process holds of the queue, if it takes from it
   * @return empty if only another process can tell
   */
  Optional<Duration> at(Instant now, int waiting, int consumers, Optional<Held> held) {
    if (waiting == 0 || lastEmpty == null) {
      lastEmpty = now;
    }
    if (held.isEmpty() && consumers > 0) {
      return Optional.empty();
    }
    Instant oldest = held.map(Held::oldest).orElse(null);
    if (oldest == null && waiting > 0) {
      oldest = held.map(Held::last).orElse(lastEmpty);
    }
    return Optional.of(
        oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now));
  }
}

package io.dromail.send;

import io.dromail.mail.LimitReached;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets so many mails to one domain be on the wire at the same time, and fewer while the domain is
 * slow, so that it doesn't take all of a profile's connections. Costs nothing without a limit and
 * without a slow domain. Thread-safe.
 */
final class DomainGate {

  private static final long PATIENCE_MS = 1_000;

  private final int connections;
  private final int limit;
  private final Map<String, Door> doors = new ConcurrentHashMap<>();

  /**
   * For a profile.
   *
   * @param connections of the profile
   * @param limit mails to one domain at the same time; 0 for no limit
   */
  DomainGate(int connections, int limit) {
    this.connections = connections;
    this.limit = limit;
  }

  /**
   * Lets a mail in; to be followed by {@link #leave}.
   *
   * @param domains of its recipients, each once
   * @return those that have counted it
   * @throws LimitReached if one has enough
   */
  List<String> enter(List<String> domains) throws LimitReached {
    if (limit == 0 && doors.isEmpty()) {
      return List.of();
    }
    List<String> entered = new ArrayList<>();
    for (String domain : domains) {
      Door[] full = new Door[1];
      doors.compute(
          domain,
          (any, known) -> {
            Door door = known == null && limit > 0 ? new Door() : known;
            if (door == null || limit == 0 && door.isIdle()) {
              return null;
            }
            if (door.enter(limit > 0 ? limit : connections)) {
              entered.add(domain);
            } else {
              full[0] = door;
            }
            return door;
          });
      if (full[0] != null) {
        leave(entered);
        throw new LimitReached("mails to " + domain + " at the same time", full[0].later());
      }
    }
    return entered;
  }

  /** The mail is through. */
  void leave(List<String> domains) {
    for (String domain : domains) {
      doors.computeIfPresent(domain, (any, door) -> door.leave() ? null : door);
    }
  }

  /** The domain begins again with a tenth. */
  void slow(String domain, Duration time) {
    doors.compute(domain, (any, door) -> (door == null ? new Door() : door).slow(time));
  }

  /** The domains that are slow now. */
  List<String> slow() {
    return doors.entrySet().stream()
        .filter(entry -> entry.getValue().pace.isSlow())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** What is known of a domain. */
  private static final class Door {

    private final Pace pace = new Pace();
    private int inside;
    private int turnedAway;

    synchronized boolean enter(int most) {
      if (inside >= pace.of(most)) {
        turnedAway++;
        return false;
      }
      inside++;
      turnedAway = Math.max(0, turnedAway - 1);
      return true;
    }

    /** True if there's nothing more to know. */
    synchronized boolean leave() {
      inside--;
      return isIdle();
    }

    synchronized boolean isIdle() {
      return inside == 0 && !pace.isSlow();
    }

    synchronized Door slow(Duration time) {
      pace.slow(time);
      return this;
    }

    /** The more are waiting, the later, and not all at once. */
    synchronized Duration later() {
      double dice = ThreadLocalRandom.current().nextDouble();
      return Duration.ofMillis((long) (PATIENCE_MS * (1 + dice * dice * turnedAway)));
    }
  }
}

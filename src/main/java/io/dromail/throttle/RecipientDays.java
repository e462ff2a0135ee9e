package io.dromail.throttle;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many recipients had mail in the last 24 hours, a quarter of an hour a number. A quarter
 * counts until its last moment is 24 hours ago, so that any 24 hours keep the limit. Times are
 * microseconds since 1970. Not thread-safe.
 */
final class RecipientDays {

  private static final long QUARTER = 900_000_000;
  private static final int QUARTERS = 96;

  private final TreeMap<Long, Integer> quarters;

  RecipientDays() {
    this(Map.of());
  }

  @JsonCreator
  RecipientDays(Map<Long, Integer> quarters) {
    this.quarters = new TreeMap<>(quarters);
  }

  @JsonValue
  private Map<Long, Integer> quarters() {
    return quarters;
  }

  int count(long now) {
    return quarters
        .subMap(now / QUARTER - QUARTERS, true, now / QUARTER + 1, true)
        .values()
        .stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** The first moment from now on at which so many more fit under a limit. */
  long free(int more, int limit, long now) {
    int over = count(now) + more - limit;
    long free = now;
    for (Map.Entry<Long, Integer> quarter :
        quarters.tailMap(now / QUARTER - QUARTERS, true).entrySet()) {
      if (over <= 0) {
        return free;
      }
      over -= quarter.getValue();
      free = (quarter.getKey() + QUARTERS + 1) * QUARTER;
    }
    return free;
  }

  void add(int recipients, long at) {
    quarters.merge(at / QUARTER, recipients, Integer::sum);
  }

  void prune(long now) {
    quarters.headMap(now / QUARTER - QUARTERS).clear();
    // Another clock may be a little ahead; further is wrong.
    quarters.tailMap(now / QUARTER + 1, false).clear();
  }

  static RecipientDays merge(RecipientDays one, RecipientDays other) {
    RecipientDays both = new RecipientDays(one.quarters);
    other.quarters.forEach((quarter, count) -> both.quarters.merge(quarter, count, Math::max));
    return both;
  }
}

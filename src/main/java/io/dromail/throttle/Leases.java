package io.dromail.throttle;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the workers share the connections of a profile: nobody gets more than it wants, and who wants
 * more than there is gets as much as the others. Not thread-safe.
 */
final class Leases {

  private final TreeMap<String, Lease> byWorker;

  Leases() {
    this(Map.of());
  }

  @JsonCreator
  Leases(Map<String, Lease> byWorker) {
    this.byWorker = new TreeMap<>(byWorker);
  }

  @JsonValue
  private Map<String, Lease> byWorker() {
    return byWorker;
  }

  /** Leases to a worker what it wants, or what's left of it by now; 0 gives everything back. */
  int lease(String worker, int limit, int wanted, long now) {
    Lease last = byWorker.remove(worker);
    int others = byWorker.values().stream().mapToInt(lease -> lease.open(now)).sum();
    int before = last == null || wanted == 0 ? 0 : last.open(now);
    byWorker.put(worker, new Lease(0, before, wanted, now));
    int count = Math.max(0, Math.min(share(worker, limit), limit - others));
    byWorker.put(worker, new Lease(count, before, wanted, now));
    return count;
  }

  void prune(long now) {
    byWorker.values().removeIf(lease -> lease.isOver(now));
  }

  static Leases merge(Leases one, Leases other) {
    Leases both = new Leases(one.byWorker);
    other.byWorker.forEach((worker, lease) -> both.byWorker.merge(worker, lease, Lease::later));
    return both;
  }

  private int share(String worker, int limit) {
    List<Map.Entry<String, Lease>> modestFirst =
        byWorker.entrySet().stream()
            .sorted(Comparator.comparingInt(entry -> entry.getValue().wanted()))
            .toList();
    int left = limit;
    int workers = modestFirst.size();
    for (Map.Entry<String, Lease> entry : modestFirst) {
      int share = Math.min(entry.getValue().wanted(), left / workers--);
      if (entry.getKey().equals(worker)) {
        return share;
      }
      left -= share;
    }
    return 0;
  }
}

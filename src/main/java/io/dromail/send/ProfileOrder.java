package io.dromail.send;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * Which profiles a lane sends through: some by weight, then others in order when those are out.
 *
 * @param weights by name
 * @param failover in order
 */
record ProfileOrder(Map<String, Integer> weights, List<String> failover) {

  /**
   * Reads what a lane says.
   *
   * @param profiles {@code office} or {@code office 90, canary 10}
   * @param failover {@code postfix, ses} or empty
   * @throws IllegalArgumentException with one sentence
   */
  static ProfileOrder of(String profiles, String failover) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (String entry : list(profiles)) {
      String[] parts = entry.split("\\s+");
      if (parts.length > 2 || parts.length == 2 && !parts[1].matches("[1-9]\\d{0,5}")) {
        throw new IllegalArgumentException(
            "profiles of a lane are names with weights, such as 'office 90, canary 10', not '"
                + profiles
                + "'.");
      }
      weights.put(parts[0], parts.length == 2 ? Integer.parseInt(parts[1]) : 1);
    }
    if (weights.isEmpty()) {
      throw new IllegalArgumentException("a lane has no profiles.");
    }
    return new ProfileOrder(weights, list(failover));
  }

  /** All names. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(weights.keySet());
    names.addAll(failover);
    return names;
  }

  /**
   * The profiles in the order in which a mail tries them: one by its weight, the other weighted
   * ones, the failover.
   *
   * @param dice a number from 0 and below its argument
   */
  List<String> shuffled(IntUnaryOperator dice) {
    if (weights.size() == 1 && failover.isEmpty()) {
      return List.copyOf(weights.keySet());
    }
    Map<String, Integer> left = new LinkedHashMap<>(weights);
    List<String> order = new ArrayList<>();
    while (!left.isEmpty()) {
      int sum = left.values().stream().mapToInt(Integer::intValue).sum();
      String next = at(left, dice.applyAsInt(sum));
      left.remove(next);
      order.add(next);
    }
    failover.stream().filter(name -> !order.contains(name)).forEach(order::add);
    return order;
  }

  private static String at(Map<String, Integer> weights, int point) {
    int rest = point;
    for (Map.Entry<String, Integer> entry : weights.entrySet()) {
      rest -= entry.getValue();
      if (rest < 0) {
        return entry.getKey();
      }
    }
    throw new IllegalStateException("the dice went beyond the weights");
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}

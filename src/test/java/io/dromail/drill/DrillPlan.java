package io.dromail.drill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What the drill is to do.
 *
 * @param rounds how many of each kind
 * @param mails how many are to be accepted in each round
 * @param seed decides on the order of the rounds, the moments and the fates
 * @param broker where the mails wait
 * @param journal where their status is kept
 * @param without fates that no mail gets
 */
record DrillPlan(
    Map<RoundKind, Integer> rounds,
    int mails,
    long seed,
    BrokerChoice broker,
    JournalChoice journal,
    List<Fate> without) {

  /** Where mails wait. */
  enum BrokerChoice {
    EMBEDDED,
    RABBITMQ
  }

  /** Where the status of mails is kept. */
  enum JournalChoice {
    NONE,
    H2,
    POSTGRESQL
  }

  /** Shares so many rounds out among the kinds that this broker and this journal allow. */
  static Map<RoundKind, Integer> mixed(int rounds, BrokerChoice broker, JournalChoice journal) {
    List<RoundKind> kinds = new ArrayList<>();
    for (RoundKind kind : RoundKind.values()) {
      if (isPossible(kind, broker, journal)) {
        kinds.add(kind);
      }
    }
    int left = kinds.stream().mapToInt(RoundKind::share).sum();
    int toShare = rounds;
    Map<RoundKind, Integer> mixed = new EnumMap<>(RoundKind.class);
    for (RoundKind kind : kinds) {
      int count = Math.round((float) toShare * kind.share() / left);
      mixed.put(kind, count);
      toShare -= count;
      left -= kind.share();
    }
    return mixed;
  }

  static boolean isPossible(RoundKind kind, BrokerChoice broker, JournalChoice journal) {
    return switch (kind) {
      case BROKER_STOP, BROKER_KILL -> broker == BrokerChoice.RABBITMQ;
      case DATABASE -> journal == JournalChoice.POSTGRESQL;
      default -> true;
    };
  }

  /** The rounds in the seed's order. */
  List<RoundKind> inOrder() {
    List<RoundKind> order = new ArrayList<>();
    for (RoundKind kind : RoundKind.values()) {
      order.addAll(Collections.nCopies(rounds.getOrDefault(kind, 0), kind));
    }
    Collections.shuffle(order, new Random(seed));
    return order;
  }
}

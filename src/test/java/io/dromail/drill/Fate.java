package io.dromail.drill;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** What the provider is going to do with a mail. The first attempt decides unless it says so. */
enum Fate {
  /** Takes it. */
  PLAIN(0),
  /** 450 4.2.0 at RCPT for the first attempt. */
  GREYLISTED(20),
  /** 421 at RCPT for the first attempt, and the connection is closed. */
  BUSY(20),
  /** 451 after the final dot for the first attempt. */
  DEFERRED(20),
  /** The connection breaks at DATA in the first attempt. */
  CUT(20),
  /** The reply after the final dot takes three seconds. */
  SLOW(2),
  /** 550 5.1.1 at RCPT in each attempt. */
  REFUSED(15, "permanent"),
  /** 554 5.7.1 after the final dot in each attempt. */
  SPAM(15, "permanent"),
  /** Taken; the connection breaks before the reply, in each attempt. */
  TAKEN_UNANSWERED(15, "unknown"),
  /** Not taken; the connection breaks before the reply, in each attempt. */
  LOST_UNANSWERED(15, "unknown"),
  /** Three recipients, of whom the second is refused with 550 5.1.1 in each attempt. */
  ONE_OF_THREE(15, "permanent");

  private static final int PER_MILLE = 1000;

  private final int share;
  private final String failure;

  Fate(int share) {
    this(share, null);
  }

  Fate(int share, String failure) {
    this.share = share;
    this.failure = failure;
  }

  /** Draws one as a provider in trouble deals them out; so many of a thousand have this one. */
  static Fate inTrouble(RandomGenerator random, List<Fate> excluded) {
    int drawn = random.nextInt(PER_MILLE);
    for (Fate fate : values()) {
      drawn -= fate.share;
      if (drawn < 0) {
        return excluded.contains(fate) ? PLAIN : fate;
      }
    }
    return PLAIN;
  }

  /** Draws one as an ordinary provider deals them out. */
  static Fate onOrdinaryDay(RandomGenerator random, List<Fate> excluded) {
    return switch (random.nextInt(100)) {
      case 0 -> excluded.contains(GREYLISTED) ? PLAIN : GREYLISTED;
      case 1 -> random.nextBoolean() ? REFUSED : PLAIN;
      default -> PLAIN;
    };
  }

  int recipients() {
    return this == ONE_OF_THREE ? 3 : 1;
  }

  /** Whether the mail has to arrive at a recipient. */
  boolean arrives(int recipient) {
    return switch (this) {
      case REFUSED, SPAM, LOST_UNANSWERED -> false;
      case ONE_OF_THREE -> recipient != 1;
      default -> true;
    };
  }

  /** Whether a dead letter about a recipient is as it should be. */
  boolean explains(int recipient, String letter) {
    return letter.equals(failure) && (this != ONE_OF_THREE || recipient == 1);
  }

  /** Whether there has to be a dead letter about a recipient. */
  boolean isHeld(int recipient) {
    return failure != null && (this != ONE_OF_THREE || recipient == 1);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

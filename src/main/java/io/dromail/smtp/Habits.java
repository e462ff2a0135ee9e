package io.dromail.smtp;

import java.time.Duration;

/** What the connections to a server have learnt about it. Thread-safe. */
public final class Habits {

  /** From here on it's worth a look at the connection to save a round trip. */
  private static final Duration FAR = Duration.ofMillis(5);

  private final long farNanos;
  private volatile long roundTripNanos;
  private volatile boolean refusesBdat;
  private volatile boolean forgetsFollowers;

  /** Of a server that nobody has spoken to. */
  public Habits() {
    this(FAR);
  }

  Habits(Duration far) {
    this.farNanos = far.toNanos();
  }

  /** A first reply has come after so long. Racing threads may lose a measurement. */
  void answeredAfter(long nanos) {
    long before = roundTripNanos;
    roundTripNanos = before == 0 ? nanos : (3 * before + nanos) / 4;
  }

  /** Whether replies take long. */
  boolean isFar() {
    return roundTripNanos > 0 && roundTripNanos >= farNanos;
  }

  /** It has advertised CHUNKING, and doesn't know BDAT. */
  void refuseBdat() {
    refusesBdat = true;
  }

  boolean takesBdat() {
    return !refusesBdat;
  }

  /** It threw away the commands that came behind a mail's content. */
  void forgetFollowers() {
    forgetsFollowers = true;
  }

  boolean takesFollowers() {
    return !forgetsFollowers;
  }
}

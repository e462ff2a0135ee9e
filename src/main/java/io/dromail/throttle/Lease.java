package io.dromail.throttle;

/**
 * The connections that a worker may have open.
 *
 * @param count from now on
 * @param before until a moment ago; the worker needs some time to close what it has too many
 * @param wanted how many it could use
 * @param at when it asked, in microseconds since 1970
 */
record Lease(int count, int before, int wanted, long at) {

  private static final long LASTS = 60_000_000;
  private static final long CLOSING = 5_000_000;

  /** How many it may have open, as seen by the others. */
  int open(long now) {
    return now - at < CLOSING ? Math.max(count, before) : count;
  }

  boolean isOver(long now) {
    return at + LASTS < now;
  }

  static Lease later(Lease one, Lease other) {
    return one.at >= other.at ? one : other;
  }
}

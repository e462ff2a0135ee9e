package io.dromail.throttle;

/**
 * When a mail may go.
 *
 * @param at in microseconds since 1970
 * @param limit the one that lets it wait longest, in words; null if it needn't wait
 * @param interval in which that limit lets mails go, in microseconds
 */
record Turn(long at, String limit, long interval) {

  /** Whether it comes until a moment; at once always is. */
  boolean isBy(long until) {
    return limit == null || at <= until;
  }
}

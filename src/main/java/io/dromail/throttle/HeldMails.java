package io.dromail.throttle;

import java.util.TreeMap;

/**
 * The mails that this process has put back for one limit, by the second in which they are due
 * again. Thread-safe.
 */
final class HeldMails {

  private static final long SECOND = 1_000_000;

  private final TreeMap<Long, Integer> bySecond = new TreeMap<>();
  private int count;

  /** One more; due is in microseconds since 1970. */
  synchronized void add(long due) {
    bySecond.merge(due / SECOND, 1, Integer::sum);
    count++;
  }

  /** How many aren't due yet. */
  synchronized int count(long now) {
    while (!bySecond.isEmpty() && bySecond.firstKey() < now / SECOND) {
      count -= bySecond.pollFirstEntry().getValue();
    }
    return count;
  }
}

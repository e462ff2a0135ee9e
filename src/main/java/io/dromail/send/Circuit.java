package io.dromail.send;

import io.dromail.mail.ProfilePaused;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Leaves a provider alone that can't be reached: opens when connecting, TLS or logging in failed
 * several times running, lets one mail probe it when the time is over, and closes when that mail
 * found it well. While it's open, mails wait in the broker and burn no attempt. Thread-safe.
 */
final class Circuit {

  private static final int FAILURES = 3;
  private static final Duration OPEN = Duration.ofSeconds(2);
  private static final Duration OPEN_AT_MOST = Duration.ofMinutes(2);

  /** How long others wait for what the probe finds. */
  private static final Duration PROBING = Duration.ofSeconds(2);

  private final LongSupplier nanoTime;
  private int failures;
  private Duration open = OPEN;
  private long until;
  private boolean probing;
  private long probedAt;
  private String cause;

  Circuit(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Lets a mail through; it has to tell how it went.
   *
   * @return true if it is the probe
   */
  synchronized boolean enter() throws ProfilePaused {
    refuse();
    if (!isOpen()) {
      return false;
    }
    probing = true;
    probedAt = nanoTime.getAsLong();
    return true;
  }

  /** Refuses if a mail couldn't enter now. */
  synchronized void check() throws ProfilePaused {
    refuse();
  }

  /** The server was reached. */
  synchronized void success() {
    failures = 0;
    open = OPEN;
    probing = false;
    cause = null;
  }

  /**
   * The server was not reached. Many mails may meet the same outage at once; those that had entered
   * before the circuit opened make it no longer.
   *
   * @param probe what {@link #enter} said
   * @return true if the circuit has opened by that
   */
  synchronized boolean failure(boolean probe, String words) {
    boolean wasOpen = isOpen();
    cause = words;
    if (wasOpen && !probe) {
      return false;
    }
    failures++;
    probing = false;
    if (!isOpen()) {
      return false;
    }
    until = nanoTime.getAsLong() + open.toNanos();
    open = open.multipliedBy(2).compareTo(OPEN_AT_MOST) > 0 ? OPEN_AT_MOST : open.multipliedBy(2);
    return !wasOpen;
  }

  /**
   * The mail that entered didn't come so far as to find out.
   *
   * @param probe what {@link #enter} said
   */
  synchronized void leave(boolean probe) {
    probing &= !probe;
  }

  /** What the last failure was if no success followed, or null. */
  synchronized String cause() {
    return cause;
  }

  /** {@code closed}, {@code failing} (closed yet), {@code open} or {@code half-open}. */
  synchronized String state() {
    if (!isOpen()) {
      return failures == 0 ? "closed" : "failing";
    }
    return until - nanoTime.getAsLong() > 0 ? "open" : "half-open";
  }

  private boolean isOpen() {
    return failures >= FAILURES;
  }

  private void refuse() throws ProfilePaused {
    if (!isOpen()) {
      return;
    }
    long remaining = until - nanoTime.getAsLong();
    if (remaining > 0) {
      throw new ProfilePaused(Duration.ofNanos(remaining), cause);
    }
    if (probing && nanoTime.getAsLong() - probedAt < OPEN_AT_MOST.toNanos()) {
      throw new ProfilePaused(PROBING, cause);
    }
  }
}

package io.dromail.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A window in which arrivals are counted. It says {@code arrived} when all mails have come, or no
 * new one has for too long; then it stays open for those that come twice, and ends with {@code
 * closed} and the result. Used by the sink's thread alone.
 */
final class Count {

  /** How often the sink looks whether a count is over, when nobody speaks to it. */
  static final long LOOK_AGAIN_MS = 10;

  private final Arrivals arrivals;
  private final long idleNanos;
  private final long lingerNanos;
  private final Path file;
  private long arrivedAt;

  /**
   * Of one run.
   *
   * @param idleMs how long to wait for a further mail
   * @param lingerMs how long to wait for doubles
   * @param file for the times of arrival
   */
  Count(Arrivals arrivals, long idleMs, long lingerMs, Path file) {
    this.arrivals = arrivals;
    this.idleNanos = idleMs * 1_000_000;
    this.lingerNanos = lingerMs * 1_000_000;
    this.file = file;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  /** Says how it stands, if that has changed. */
  boolean isOver(long now, int connections) {
    if (arrivedAt == 0) {
      if (arrivals.isComplete() || now - arrivals.newest() > idleNanos) {
        arrivedAt = now;
        System.out.println("arrived");
      }
      return false;
    }
    if (now - arrivedAt < lingerNanos) {
      return false;
    }
    try {
      arrivals.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println("closed " + connections + " " + arrivals.summary());
    return true;
  }
}

package io.dromail.throttle;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * The moments at which mails may go, so that no two are closer than an interval: the generic cell
 * rate algorithm without a burst. Mails may be given later moments than the next; what is left free
 * before them is given to others. All times are microseconds, since 1970 where they are moments.
 * Not thread-safe.
 */
final class Timeline {

  /** No mail is given a moment that far ahead: somebody's clock was wrong. */
  private static final long ABSURD = 600_000_000;

  private static final int GAPS_AT_MOST = 100;

  @JsonProperty private long from;
  @JsonProperty private List<Gap> gaps;

  /** Free from the beginning of time. */
  Timeline() {
    this(0, List.of());
  }

  private Timeline(long from, List<Gap> gaps) {
    this.from = from;
    this.gaps = new ArrayList<>(gaps);
  }

  /** The first free moment that isn't before another. */
  long earliest(long at) {
    for (Gap gap : gaps) {
      if (Math.max(gap.from, at) <= gap.to) {
        return Math.max(gap.from, at);
      }
    }
    return Math.max(from, at);
  }

  /** Takes a moment that {@link #earliest} has given. */
  void take(long at, long interval) {
    if (at >= from) {
      add(gaps.size(), new Gap(from, at - interval));
      from = at + interval;
      return;
    }
    for (int i = 0; i < gaps.size(); i++) {
      Gap gap = gaps.get(i);
      if (gap.from <= at && at <= gap.to) {
        gaps.remove(i);
        add(i, new Gap(at + interval, gap.to));
        add(i, new Gap(gap.from, at - interval));
        return;
      }
    }
    throw new IllegalArgumentException(at + " isn't free");
  }

  /** Forgets what is over. */
  void prune(long now) {
    if (from > now + ABSURD) {
      from = now;
      gaps.clear();
    }
    gaps.removeIf(gap -> gap.to < now);
    while (gaps.size() > GAPS_AT_MOST) {
      gaps.remove(0);
    }
  }

  /** Whether nothing from now on is taken. */
  boolean isFree(long now) {
    return from <= now && gaps.isEmpty();
  }

  /** What is free in both. */
  static Timeline merge(Timeline one, Timeline other) {
    List<Gap> both = new ArrayList<>(one.gaps);
    both.retainAll(other.gaps);
    return new Timeline(Math.max(one.from, other.from), both);
  }

  /** How many mails may go up to a moment. */
  long free(long now, long until, long interval) {
    long free = Math.max(0, (until - Math.max(from, now) + interval - 1) / interval);
    for (Gap gap : gaps) {
      long first = Math.max(gap.from, now);
      free += gap.to < first ? 0 : 1 + (gap.to - first) / interval;
    }
    return free;
  }

  private void add(int index, Gap gap) {
    if (gap.from <= gap.to) {
      gaps.add(index, gap);
    }
  }

  /** Mails may go from the one moment to the other, both included. */
  private record Gap(long from, long to) {}
}

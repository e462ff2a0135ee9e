package io.dromail.deadletter;

import io.dromail.mail.Mail;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Letters that are being sent again: hands them out one by one, no faster than it may. One thread
 * iterates; any counts.
 */
public final class Replay implements Iterable<UUID> {

  private static final Duration TICK = Duration.ofSeconds(100);

  private final UUID claim;
  private final List<UUID> letters;
  private final long matched;
  private final double rate;
  private final Mail edited;
  private final AtomicInteger done = new AtomicInteger();

  /**
   * With what was claimed.
   *
   * @param matched the letters that the request means, of which these are some
   * @param rate mails a second, or 0 for no limit
   * @param edited the mail to be sent in place of the letter's, or null
   */
  Replay(UUID claim, List<UUID> letters, long matched, double rate, Mail edited) {
    this.claim = claim;
    this.letters = letters;
    this.matched = matched;
    this.rate = rate;
    this.edited = edited;
  }

  @Override
  public Iterator<UUID> iterator() {
    Iterator<UUID> all = letters.iterator();
    if (rate == 0) {
      return all;
    }
    Bucket bucket =
        Bucket.builder()
            .addLimit(limit -> limit.capacity(1).refillGreedy((long) (rate * 100), TICK))
            .build();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public UUID next() {
        bucket.asBlocking().consumeUninterruptibly(1);
        return all.next();
      }
    };
  }

  UUID claim() {
    return claim;
  }

  Mail edited() {
    return edited;
  }

  void count() {
    done.incrementAndGet();
  }

  int done() {
    return done.get();
  }

  long matched() {
    return matched;
  }

  boolean isWhole() {
    return done.get() == letters.size();
  }
}

package io.dromail.live;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees what operators save, and hands it over once it's complete: when nothing has moved for two
 * looks, and nothing moved while it was read. However many files were saved, that is one change. It
 * has a thread of its own, on which the changes are handed over one after the other; those that
 * come meanwhile are taken together then.
 */
public final class Watch implements Closeable {

  /** How often it looks. */
  public static final Duration INTERVAL = Duration.ofMillis(125);

  private static final int STILL = 2;

  /** While nothing moves, looking may take one part in so many of the time. */
  private static final int SHARE = 20;

  private static final Duration RAREST = Duration.ofMillis(500);
  private static final long TO_END_SECONDS = 30;
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final OperatorFiles files;
  private final Duration interval;
  private final Consumer<RouteSet> taker;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "dromail-watch");
  private String handed;
  private SortedMap<String, FileState> last;
  private int still;
  private volatile String trouble;

  /**
   * Doesn't look yet.
   *
   * @param running what runs now; it isn't handed over
   * @param taker gets each change; what it throws is logged
   */
  public Watch(OperatorFiles files, RouteSet running, Duration interval, Consumer<RouteSet> taker) {
    this.files = files;
    this.handed = running.digest();
    this.interval = interval;
    this.taker = taker;
    thread.setDaemon(true);
  }

  /** Looks from now on. */
  public Watch start() {
    thread.start();
    return this;
  }

  /** What keeps it from reading, in a sentence; empty if nothing does. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Looks no more; waits until a change that is being taken is through. */
  @Override
  public void close() {
    closed.countDown();
    if (thread != Thread.currentThread()) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(TO_END_SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    try {
      long pause = interval.toNanos();
      while (!closed.await(pause, TimeUnit.NANOSECONDS)) {
        long begin = System.nanoTime();
        look();
        pause = pause(System.nanoTime() - begin);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Very many files are looked at less often, as long as nothing moves. */
  private long pause(long cost) {
    return still < STILL
        ? interval.toNanos()
        : Math.max(interval.toNanos(), Math.min(cost * SHARE, RAREST.toNanos()));
  }

  /** One look; hands over what is complete. */
  void look() {
    try {
      SortedMap<String, FileState> now = files.look();
      if (!now.equals(last)) {
        last = now;
        still = 0;
      } else if (still <= STILL && ++still == STILL) {
        read(now);
      }
      if (trouble != null && last != null && still >= STILL) {
        LOG.info("The routes, templates and settings can be read again.");
        trouble = null;
      }
    } catch (IOException | SecurityException e) {
      last = null;
      complain(words(e));
    }
  }

  private void read(SortedMap<String, FileState> seen) throws IOException {
    RouteSet set;
    try {
      set = files.read(seen.keySet());
    } catch (NoSuchFileException goneMeanwhile) {
      last = null;
      return;
    }
    if (!files.look().equals(seen)) {
      last = null;
      return;
    }
    String digest = set.digest();
    if (!digest.equals(handed)) {
      handed = digest;
      hand(set);
    }
  }

  private void hand(RouteSet set) {
    try {
      taker.accept(set);
    } catch (RuntimeException | Error e) {
      LOG.error("An edit could not be taken", e);
    }
  }

  private void complain(String sentence) {
    if (!sentence.equals(trouble)) {
      LOG.warn("An edit can't be seen: {}; what runs goes on.", sentence);
      trouble = sentence;
    }
  }

  static String words(Exception e) {
    if (e instanceof NoSuchFileException) {
      return e.getMessage() + " isn't there";
    }
    if (e instanceof AccessDeniedException) {
      return Path.of(e.getMessage()) + " may not be read";
    }
    return e.getMessage();
  }
}

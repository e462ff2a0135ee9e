package io.dromail.send;

import io.dromail.mail.LimitReached;
import io.dromail.smtp.Followers;
import io.dromail.smtp.Letter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.pool2.impl.GenericObjectPool;

/**
 * Gives each mail a connection: an idle or a new one, and if all are in use one whose mail only has
 * to be confirmed, to follow behind it. Fair: who asks first is served first, and nobody overtakes
 * a mail that can't follow. Thread-safe.
 */
final class Seats {

  /** Behind a mail that has been waiting for its last reply for longer, nothing is gained. */
  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final GenericObjectPool<SmtpConnection> pool;
  private final ProfileSettings profile;
  private final Duration patience;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private final Set<Seat> followable = new LinkedHashSet<>();
  private int inUse;

  Seats(GenericObjectPool<SmtpConnection> pool, ProfileSettings profile, Duration patience) {
    this.pool = pool;
    this.profile = profile;
    this.patience = patience;
  }

  /**
   * Waits for a connection; to be followed by {@link #leave}.
   *
   * @param mayFollow whether it may be one that is in use
   * @throws LimitReached if there was none for too long
   * @throws Exception as the pool does, if none can be opened
   */
  Seat take(Letter letter, boolean mayFollow) throws Exception {
    Waiting me = new Waiting(letter, mayFollow, new CompletableFuture<>());
    synchronized (this) {
      queue.add(me);
      serve();
    }
    Seat behind = await(me);
    if (behind != null) {
      return behind;
    }
    try {
      return new Seat(pool.borrowObject(), false, false);
    } catch (Exception e) {
      oneLess();
      throw e;
    }
  }

  /** The mail is through; its connection is the next mail's, or goes back. */
  void leave(Seat seat) {
    synchronized (this) {
      followable.remove(seat);
      if (seat.isFollowed) {
        return;
      }
    }
    pool.returnObject(seat.connection);
    oneLess();
  }

  /** Serves who waits, as far as there is something; also after the limit has grown. */
  synchronized void serve() {
    while (!queue.isEmpty()) {
      if (inUse < pool.getMaxTotal()) {
        inUse++;
        queue.remove().seat.complete(null);
      } else {
        Seat ahead = ahead(queue.peek());
        if (ahead == null) {
          return;
        }
        followable.remove(ahead);
        ahead.isFollowed = true;
        queue.remove().seat.complete(new Seat(ahead.connection, true, false));
      }
    }
  }

  /** Whether no mail is on a connection, and none waits for one. */
  synchronized boolean isIdle() {
    return inUse == 0 && queue.isEmpty();
  }

  /** Nobody gets a connection any more. */
  synchronized void close() {
    queue.forEach(
        waiting -> waiting.seat.completeExceptionally(new IllegalStateException("closed")));
    queue.clear();
  }

  private Seat await(Waiting me) throws Exception {
    try {
      return me.seat.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      if (withdrawn(me)) {
        throw new LimitReached(
            "all " + pool.getMaxTotal() + " connections of profile " + profile.name(),
            Duration.ofSeconds(1 + ThreadLocalRandom.current().nextInt(5)));
      }
      return me.seat.join();
    } catch (InterruptedException e) {
      if (withdrawn(me)) {
        throw e;
      }
      Thread.currentThread().interrupt();
      return me.seat.join();
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  /** False if it has a seat already, which it has to take. */
  private synchronized boolean withdrawn(Waiting me) {
    return queue.remove(me);
  }

  private synchronized void oneLess() {
    inUse--;
    serve();
  }

  private Seat ahead(Waiting waiting) {
    return followable.stream().filter(seat -> mayFollow(waiting, seat)).findFirst().orElse(null);
  }

  /** While there are more connections than there should be, none is kept busy. */
  private boolean mayFollow(Waiting waiting, Seat ahead) {
    return waiting.mayFollow
        && inUse <= pool.getMaxTotal()
        && !ahead.isLate()
        && (!waiting.letter.isUtf8() || ahead.connection.hasSmtpUtf8())
        && ahead.connection.mayBeFollowed(profile.mailsPerConnection(), profile.age());
  }

  private synchronized Letter next(Seat ahead) {
    Waiting first = queue.peek();
    if (first == null || !mayFollow(first, ahead)) {
      return null;
    }
    ahead.isFollowed = true;
    ahead.next = queue.remove();
    return ahead.next.letter;
  }

  private synchronized void contentLeft(Seat ahead) {
    ahead.contentLeftAt = System.nanoTime();
    if (ahead.next != null) {
      ahead.next.seat.complete(new Seat(ahead.connection, true, true));
      ahead.next = null;
    } else {
      followable.add(ahead);
      serve();
    }
  }

  /** A mail that waits; its seat is null if it may borrow a connection. */
  private record Waiting(Letter letter, boolean mayFollow, CompletableFuture<Seat> seat) {}

  /** A mail's place on a connection. */
  final class Seat implements Followers {

    private final SmtpConnection connection;
    private final boolean follows;
    private final boolean envelopeLeft;
    private boolean isFollowed;
    private Waiting next;
    private long contentLeftAt = System.nanoTime();

    private Seat(SmtpConnection connection, boolean follows, boolean envelopeLeft) {
      this.connection = connection;
      this.follows = follows;
      this.envelopeLeft = envelopeLeft;
    }

    SmtpConnection connection() {
      return connection;
    }

    /** Whether another mail is in front. */
    boolean follows() {
      return follows;
    }

    /** Whether the mail's envelope has left already. */
    boolean envelopeLeft() {
      return envelopeLeft;
    }

    @Override
    public Letter next() {
      return Seats.this.next(this);
    }

    @Override
    public void contentLeft() {
      Seats.this.contentLeft(this);
    }

    private boolean isLate() {
      return System.nanoTime() - contentLeftAt > LATE_NANOS;
    }
  }
}

package io.dromail.throttle;

import io.dromail.mail.SharedState;
import io.dromail.mail.SharedStateUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What is taken of one profile's limits. One thread asks the broker, on behalf of all that wait at
 * that time: under load many mails share a change of the state. Thread-safe.
 */
final class ProfileLedger implements AutoCloseable {

  private static final int TOGETHER = 500;
  private static final long FRESH = 3_000_000;

  private final String profile;
  private final String worker;
  private final SharedState shared;
  private final LongSupplier clock;
  private final Queue<Claim> claims = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private final ExecutorService thread;
  private volatile Known known = new Known(new LimitState(), Long.MIN_VALUE / 2);

  ProfileLedger(String profile, String worker, SharedState shared, LongSupplier clock) {
    this.profile = profile;
    this.worker = worker;
    this.shared = shared;
    this.clock = clock;
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread daemon = new Thread(task, "dromail-limits-" + profile);
              daemon.setDaemon(true);
              return daemon;
            });
    one.allowCoreThreadTimeOut(true);
    thread = one;
  }

  /**
   * Takes what a mail needs if its turn comes until a moment, else nothing.
   *
   * @return fails with {@link SharedStateUnavailable} if that can't be had
   */
  CompletableFuture<Turn> take(Demand demand, long until) {
    Turn atBest = known.state.turn(demand, clock.getAsLong());
    if (!atBest.isBy(until)) {
      // What is taken never comes back before its time; no need to ask the broker.
      return CompletableFuture.completedFuture(atBest);
    }
    Claim claim = new Claim(demand, until, new CompletableFuture<>());
    claims.add(claim);
    thread.execute(this::serve);
    return claim.turn;
  }

  /** The state as of the last change; not to be changed. */
  LimitState known() {
    return known.state;
  }

  /** Brings the known state up to date before long, unless it is. */
  void refresh() {
    if (clock.getAsLong() - known.at > FRESH && refreshing.compareAndSet(false, true)) {
      thread.execute(this::lookAgain);
    }
  }

  void change(Consumer<LimitState> change) throws SharedStateUnavailable, InterruptedException {
    shared.update(
        "limit." + profile,
        bytes -> {
          LimitState state = LimitState.read(bytes);
          long now = clock.getAsLong();
          state.prune(now);
          state.see(worker, now);
          change.accept(state);
          known = new Known(state, now);
          return state.bytes();
        },
        LimitState::merge);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void serve() {
    List<Claim> now = new ArrayList<>();
    for (Claim next = claims.poll(); next != null; next = claims.poll()) {
      if (!next.turn.isDone()) {
        now.add(next);
      }
      if (now.size() == TOGETHER) {
        break;
      }
    }
    if (!now.isEmpty()) {
      serve(now);
    }
  }

  private void serve(List<Claim> now) {
    List<Turn> turns = new ArrayList<>();
    try {
      change(
          state ->
              now.forEach(
                  claim -> turns.add(state.take(claim.demand, clock.getAsLong(), claim.until))));
      for (int i = 0; i < now.size(); i++) {
        now.get(i).turn.complete(turns.get(i));
      }
    } catch (SharedStateUnavailable | InterruptedException | RuntimeException e) {
      now.forEach(claim -> claim.turn.completeExceptionally(e));
    }
  }

  private void lookAgain() {
    try {
      change(same -> {});
    } catch (SharedStateUnavailable | InterruptedException | RuntimeException away) {
      // Then what is known stays what it is.
    } finally {
      refreshing.set(false);
    }
  }

  private record Claim(Demand demand, long until, CompletableFuture<Turn> turn) {}

  private record Known(LimitState state, long at) {}
}

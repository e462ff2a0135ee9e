package io.dromail.throttle;

import io.dromail.mail.LimitReached;
import io.dromail.mail.Limits;
import io.dromail.mail.LimitsLeft;
import io.dromail.mail.ProfileLimits;
import io.dromail.mail.RetryDelays;
import io.dromail.mail.SharedState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits of the profiles, counted in states that all workers on one broker share. Mails whose
 * turn comes soon wait in their thread, until this process stops. Thread-safe.
 */
public final class SharedLimits implements Limits, CamelContextAware, MeterBinder, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SharedLimits.class);

  /** How often who waits looks whether this process is stopping. */
  private static final long LOOK_AROUND = 100_000;

  private final SharedState shared;
  private final RetryDelays delays;
  private final String worker;
  private final Clock clock;
  private final DoubleSupplier random;
  private final Map<String, ProfileCounts> profiles = new ConcurrentHashMap<>();
  private final LongAdder waits = new LongAdder();
  private volatile boolean closed;
  private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
  private CamelContext context;

  /**
   * Asks nobody yet.
   *
   * @param delays for which the broker can keep mails that have reached a limit
   * @param brokerUrl an embedded broker has one worker only, which takes over at its start what it
   *     had before a crash
   */
  public SharedLimits(SharedState shared, RetryDelays delays, String brokerUrl) {
    this(
        shared,
        delays,
        brokerUrl.startsWith("embedded:") ? "embedded" : UUID.randomUUID().toString(),
        Clock.systemUTC(),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  SharedLimits(
      SharedState shared, RetryDelays delays, String worker, Clock clock, DoubleSupplier random) {
    this.shared = shared;
    this.delays = delays;
    this.worker = worker;
    this.clock = clock;
    this.random = random;
  }

  /**
   * {@inheritDoc}
   *
   * @throws RejectedExecutionException if this process stops meanwhile, or the broker can't be
   *     asked; the job is to stay in its queue
   */
  @Override
  public void take(ProfileLimits limits, List<String> recipients, Duration atMost)
      throws LimitReached {
    if (limits.isUnlimited()) {
      return;
    }
    Demand demand = Demand.of(limits, recipients);
    if (demand.isNothing()) {
      return;
    }
    long until = now() + TimeUnit.NANOSECONDS.toMicros(atMost.toNanos());
    try {
      ProfileCounts profile = profile(limits);
      Turn turn = answer(profile.ledger().take(demand, until));
      if (!turn.isBy(until)) {
        Duration wait = profile.wait(turn, now());
        LOG.debug("held for {} s: {}", wait.toSeconds(), turn.limit());
        throw new LimitReached(turn.limit(), wait);
      }
      await(turn, profile);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectedExecutionException("interrupted while waiting for a limit", e);
    }
  }

  @Override
  public int connections(ProfileLimits limits, int wanted) {
    if (limits.connections() == 0) {
      return wanted;
    }
    try {
      return profile(limits).connections().count(limits.connections(), wanted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectedExecutionException("interrupted while asking for connections", e);
    }
  }

  @Override
  public LimitsLeft left(ProfileLimits limits) {
    return limits.isUnlimited() ? LimitsLeft.UNLIMITED : profile(limits).left(limits, now());
  }

  /** Mails that this process has put back for a limit and that are still waiting. */
  public int held() {
    return profiles.values().stream().mapToInt(profile -> profile.patience().held(now())).sum();
  }

  /** How many mails have waited in their thread for their turn, since the start. */
  public long waits() {
    return waits.sum();
  }

  private ProfileCounts profile(ProfileLimits limits) {
    return profiles.computeIfAbsent(
        limits.profile(),
        name -> {
          ProfileLedger ledger = new ProfileLedger(name, worker, shared, this::now);
          Patience patience = new Patience(delays, random);
          return new ProfileCounts(
              ledger,
              new ConnectionShare(worker, ledger, this::now),
              patience,
              meter(name, patience));
        });
  }

  private Timer meter(String profile, Patience patience) {
    Gauge.builder("dromail.throttle.held", () -> patience.held(now()))
        .description("Mails that this process has put back for a limit, and that still wait")
        .tag("profile", profile)
        .register(registry);
    return Timer.builder("dromail.throttle.wait")
        .description("Mails that waited in the process for their turn, and for how long")
        .tag("profile", profile)
        .register(registry);
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    registry.add(meters);
  }

  private Turn answer(CompletableFuture<Turn> turn) throws InterruptedException {
    while (true) {
      try {
        return turn.get(LOOK_AROUND, TimeUnit.MICROSECONDS);
      } catch (TimeoutException e) {
        if (isStopping()) {
          turn.cancel(false);
          throw stopped();
        }
      } catch (ExecutionException e) {
        LOG.warn("no mail goes without its limits: {}", e.getCause().getMessage());
        throw new RejectedExecutionException("the limits can't be asked", e.getCause());
      }
    }
  }

  private void await(Turn turn, ProfileCounts profile) throws InterruptedException {
    long wait = turn.at() - now();
    if (wait > 0) {
      waits.increment();
      profile.waits().record(wait, TimeUnit.MICROSECONDS);
    }
    for (; wait > 0; wait = turn.at() - now()) {
      TimeUnit.MICROSECONDS.sleep(Math.min(wait, LOOK_AROUND));
      if (isStopping()) {
        throw stopped();
      }
    }
  }

  private boolean isStopping() {
    return closed || context != null && (context.isStopping() || context.isStopped());
  }

  private static RejectedExecutionException stopped() {
    return new RejectedExecutionException("stopping while a mail waits for a limit");
  }

  private long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
    try {
      // Stopped after the routes and, unlike a bean, before the broker.
      context.addService(new StopsInTime(), true);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  /** What is leased goes back to the others at once. */
  @Override
  public void close() {
    closed = true;
    profiles.values().forEach(ProfileCounts::close);
  }

  private final class StopsInTime implements Service {

    @Override
    public void start() {
      // Nobody is asked before there is a mail.
    }

    @Override
    public void stop() {
      SharedLimits.this.close();
    }
  }
}

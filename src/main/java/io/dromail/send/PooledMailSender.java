package io.dromail.send;

import io.dromail.mail.AddressMask;
import io.dromail.mail.LimitReached;
import io.dromail.mail.Limits;
import io.dromail.mail.OutgoingMail;
import io.dromail.mail.ProfilePaused;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import io.dromail.send.Seats.Seat;
import io.dromail.smtp.Letter;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends through one profile. Connections are reused, tested when they were idle, and retired by
 * age, idle time, number of mails and any I/O error; while all are in use, mails follow each other.
 * Fair: who asks first is served first. Thread-safe.
 */
final class PooledMailSender implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PooledMailSender.class);

  private static final Duration NEVER = Duration.ofMillis(-1);
  private static final Duration TEST_AFTER_IDLE = Duration.ofSeconds(2);

  /** How long a mail waits for a connection in its consumer, before it waits in the broker. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ServerAccess access;
  private final Deliveries deliveries;
  private final SharedConnections shared;
  private final Pace pace = new Pace();
  private final Circuit circuit = new Circuit(System::nanoTime);
  private final DomainGate gate;
  private final SmtpFailures failures;
  private final GenericObjectPool<SmtpConnection> pool;
  private final Seats seats;
  private final LongAdder mails = new LongAdder();
  private final Attempts attempts = new Attempts();
  private volatile LastError lastError;
  private volatile int idleAtMost = Integer.MAX_VALUE;

  /**
   * For the given profile; connects with the first mail.
   *
   * @param deliveries is told what was sent
   * @param limits across all workers
   */
  PooledMailSender(ServerAccess access, Deliveries deliveries, Limits limits) {
    this.access = access;
    this.deliveries = deliveries;
    ProfileSettings profile = access.profile();
    this.failures = new SmtpFailures(profile.name(), profile.server());
    this.shared = new SharedConnections(limits, profile.limits());
    this.gate = new DomainGate(profile.connections(), profile.domainConnections());
    GenericObjectPoolConfig<SmtpConnection> config = new GenericObjectPoolConfig<>();
    config.setMaxTotal(profile.connections());
    config.setMaxIdle(profile.connections());
    config.setFairness(true);
    config.setTestOnBorrow(true);
    config.setTestOnReturn(true);
    config.setMaxWait(PATIENCE);
    config.setMinEvictableIdleDuration(profile.idle());
    config.setTimeBetweenEvictionRuns(profile.idle().dividedBy(2));
    config.setNumTestsPerEvictionRun(-1);
    config.setJmxEnabled(false);
    pool = new GenericObjectPool<>(new SmtpConnections(access, TEST_AFTER_IDLE), config);
    seats = new Seats(pool, profile, PATIENCE);
  }

  /**
   * Sends a finished mail.
   *
   * @throws SmtpFailure with the stage and the server's reply, if one recipient or more didn't get
   *     it
   * @throws ProfilePaused without asking the server
   * @throws LimitReached without asking the server
   */
  void send(OutgoingMail mail) throws MessagingException {
    pace.check();
    List<String> domains = gate.enter(mail.domains());
    try {
      Letter letter = failures.letter(mail);
      send(mail, letter, circuit.enter());
    } finally {
      gate.leave(domains);
    }
  }

  private void send(OutgoingMail mail, Letter letter, boolean probe) throws MessagingException {
    try {
      resize(shared.atMost(pace.of(access.profile().connections())));
      transmit(mail, letter);
      attempts.sent();
      circuit.success();
    } catch (SmtpFailure e) {
      failed(e, probe);
      throw e;
    } catch (MessagingException | RuntimeException e) {
      circuit.leave(probe);
      throw e;
    }
  }

  /** With fewer than before, those that are too many close: idle ones now, others after use. */
  private void resize(int connections) {
    int before = pool.getMaxTotal();
    if (connections != before) {
      pool.setMaxTotal(connections);
      pool.setMaxIdle(Math.min(idleAtMost, connections));
      seats.serve();
      if (connections < before && pool.getNumIdle() + pool.getNumActive() > connections) {
        pool.clear();
      }
    }
  }

  /** Refuses if nothing could be sent now. */
  void check() throws ProfilePaused {
    pace.check();
    circuit.check();
  }

  /** Whether its server is known to have no SMTPUTF8. */
  boolean lacksUtf8() {
    return access.lacksUtf8();
  }

  Probe probe(long mailsUpTo, int patienceSeconds) {
    return new Probe(access, mailsUpTo, patienceSeconds);
  }

  ProfileSettings profile() {
    return access.profile();
  }

  /** What the server had closed before, or lost with another mail, is nobody's failed attempt. */
  private void transmit(OutgoingMail mail, Letter letter) throws MessagingException {
    boolean mayFollow = true;
    boolean mayBeStale = true;
    while (!transmitted(mail, letter, take(letter, mayFollow), mayBeStale)) {
      mayBeStale &= mayFollow;
      mayFollow = false;
    }
  }

  private boolean transmitted(OutgoingMail mail, Letter letter, Seat seat, boolean mayBeStale)
      throws MessagingException {
    SmtpConnection connection = seat.connection();
    try {
      if (seat.follows()) {
        connection.follow(mail, letter, seat.envelopeLeft(), seat);
      } else {
        connection.send(mail, letter, seat);
      }
      mails.increment();
      deliveries.sent(mail.id(), mail.transaction());
      return true;
    } catch (SmtpFailure e) {
      deliveries.sent(mail.id(), e.transaction());
      if (!mayBeStale || !connection.wasStale(e)) {
        mails.increment();
        throw e;
      }
      if (!seat.follows()) {
        pool.clear();
      }
      return false;
    } finally {
      seats.leave(seat);
    }
  }

  private Seat take(Letter letter, boolean mayFollow) throws MessagingException {
    try {
      return seats.take(letter, mayFollow);
    } catch (MessagingException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MessagingException("interrupted while waiting for a connection", e);
    } catch (Exception e) {
      throw new SmtpFailure(Stage.CONNECT, -1, "", String.valueOf(e.getMessage()), e)
          .at(profile().name(), profile().server().toString());
    }
  }

  /** Notes how it went; whatever the server said about a mail, it was reached. */
  private void failed(SmtpFailure failure, boolean probe) {
    LastError error = LastError.of(failure);
    lastError = error;
    attempts.failed(failure);
    if (!failure.isBeforeTransaction()) {
      circuit.success();
    } else if (circuit.failure(probe, error.message())) {
      LOG.error("profile {} is left alone for a while: {}", profile().name(), failure.getMessage());
    }
  }

  void pause(Duration time, String cause) {
    LOG.error(
        "nothing is sent through profile {} for {} s: {}",
        profile().name(),
        time.toSeconds(),
        cause);
    pace.pause(time, AddressMask.PLAIN.mask(cause));
  }

  void slow(String domain, Duration time) {
    if (domain != null) {
      LOG.info("{} asks to go slowly, for {} s", domain, time.toSeconds());
      gate.slow(domain, time);
      return;
    }
    LOG.warn(
        "profile {} is asked to go slowly: from a tenth of its connections to all of them in {} s",
        profile().name(),
        time.toSeconds());
    pace.slow(time);
  }

  /** How it stands now. */
  ProfileState state() {
    return ProfileState.of(access.profile(), pace, circuit, connections(), gate.slow(), lastError);
  }

  ProfileState.Connections connections() {
    return new ProfileState.Connections(
        pool.getMaxTotal(),
        pool.getNumActive() + pool.getNumIdle(),
        pool.getNumActive(),
        pool.getCreatedCount(),
        Math.max(0, mails.sum() - pool.getCreatedCount()));
  }

  /** What its server said to the mails, since the sender was made. */
  Attempts attempts() {
    return attempts;
  }

  /** How its access tokens fare, or null if it has none. */
  TokenState tokens() {
    return access.login().tokens();
  }

  /**
   * Closes what is idle now, and everything else as soon as it's idle: mails that are in work over
   * this sender, or still wait for a connection, are sent.
   */
  void runOut() {
    idleAtMost = 0;
    pool.setMaxIdle(0);
    pool.setDurationBetweenEvictionRuns(NEVER);
    pool.clear();
  }

  /** Whether no mail is on a connection. */
  boolean isIdle() {
    return seats.isIdle();
  }

  @Override
  public void close() {
    pool.close();
    seats.close();
    shared.giveBack();
  }

  /**
   * What went wrong last. Whoever may send sees it, so the addresses in the server's words are
   * masked.
   */
  record LastError(Instant at, String message) {
    static LastError of(SmtpFailure failure) {
      return new LastError(Instant.now(), AddressMask.PLAIN.mask(failure.getMessage()));
    }
  }
}

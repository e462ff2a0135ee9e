package io.dromail.send;

import io.dromail.mail.Checked;
import io.dromail.mail.OutgoingMail;
import io.dromail.mail.ProfilePace;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What camel-mail sends with instead of a connection a mail: connections are reused, tested when
 * they were idle, and retired by age, idle time, number of mails and any I/O error. Fair: who asks
 * first gets the next free connection. Thread-safe.
 */
public final class PooledMailSender extends DefaultJavaMailSender
    implements AutoCloseable, Checked, ProfilePace {

  private static final Logger LOG = LoggerFactory.getLogger(PooledMailSender.class);

  private static final Duration TEST_AFTER_IDLE = Duration.ofSeconds(2);

  private final SmtpProfile profile;
  private final Deliveries deliveries;
  private final Pace pace;
  private final GenericObjectPool<SmtpConnection> pool;
  private final AtomicReference<String> lastFailure = new AtomicReference<>();

  /**
   * Sends through the given profile; connects with the first mail.
   *
   * @param deliveries is told what was sent
   */
  public PooledMailSender(SmtpProfile profile, Deliveries deliveries) {
    this.profile = profile;
    this.deliveries = deliveries;
    this.pace = new Pace(profile.connections());
    GenericObjectPoolConfig<SmtpConnection> limits = new GenericObjectPoolConfig<>();
    limits.setMaxTotal(profile.connections());
    limits.setMaxIdle(profile.connections());
    limits.setFairness(true);
    limits.setTestOnBorrow(true);
    limits.setTestOnReturn(true);
    limits.setMinEvictableIdleDuration(profile.idle());
    limits.setTimeBetweenEvictionRuns(profile.idle().dividedBy(2));
    limits.setNumTestsPerEvictionRun(-1);
    limits.setJmxEnabled(false);
    pool = new GenericObjectPool<>(new SmtpConnections(profile, TEST_AFTER_IDLE), limits);
    setSession(profile.session());
  }

  /**
   * Sends a finished mail.
   *
   * @throws SmtpFailure with the stage and the server's reply, if one recipient or more didn't get
   *     it
   * @throws io.dromail.mail.ProfilePaused without asking the server
   */
  @Override
  public void send(MimeMessage message) throws MessagingException {
    pace.check();
    pool.setMaxTotal(pace.connections());
    if (!transmit((OutgoingMail) message, true)) {
      // The server had closed the idle connections; that's nobody's failed attempt.
      pool.clear();
      transmit((OutgoingMail) message, false);
    }
    lastFailure.set(null);
  }

  private boolean transmit(OutgoingMail mail, boolean mayBeStale) throws MessagingException {
    SmtpConnection connection = borrow();
    try {
      connection.send(mail);
      deliveries.sent(mail.id(), mail.transaction());
      return true;
    } catch (SmtpFailure e) {
      deliveries.sent(mail.id(), e.transaction());
      if (mayBeStale && connection.wasStale(e)) {
        return false;
      }
      throw e;
    } finally {
      pool.returnObject(connection);
    }
  }

  private SmtpConnection borrow() throws MessagingException {
    try {
      return pool.borrowObject();
    } catch (SmtpFailure e) {
      lastFailure.set(e.getMessage());
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MessagingException("interrupted while waiting for a connection", e);
    } catch (Exception e) {
      throw new SmtpFailure(Stage.CONNECT, -1, "", String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void pause(Duration time, String cause) {
    LOG.error("nothing is sent for {} s: {}", time.toSeconds(), cause);
    pace.pause(time, cause);
  }

  @Override
  public void slow(Duration time) {
    LOG.warn(
        "the provider asks to go slowly: a tenth of the connections for {} s", time.toSeconds());
    pace.slow(time);
  }

  @Override
  public String component() {
    return "smtp";
  }

  /** False while the last mail failed for want of a connection or a login, and in a pause. */
  @Override
  public boolean isUp() {
    return lastFailure.get() == null && pace.paused() == null;
  }

  @Override
  public boolean isVital() {
    return false;
  }

  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("server", profile.server().toString());
    details.put("connections_open", pool.getNumActive() + pool.getNumIdle());
    details.put("connections_opened", pool.getCreatedCount());
    if (pace.paused() != null) {
      details.put("paused", pace.paused());
    }
    if (lastFailure.get() != null) {
      details.put("last_failure", lastFailure.get());
    }
    return details;
  }

  @Override
  public void close() {
    pool.close();
  }
}

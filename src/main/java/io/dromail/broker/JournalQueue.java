package io.dromail.broker;

import com.rabbitmq.client.Channel;
import io.dromail.mail.JournalBacklog;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;

/**
 * Looks into {@code mail.journal}, and at what this process has from it, to tell how far the
 * journal is behind. What another process has from it and hasn't written yet nobody sees.
 * Thread-safe.
 */
public final class JournalQueue implements ConnectionListener, JournalBacklog {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Broker broker;
  private final ConfirmingComponent component;
  private final boolean journal;
  private volatile Instant since = Instant.MAX;
  private volatile long deadline;
  private volatile boolean caughtUp;

  /**
   * Of a broker.
   *
   * @param component whose feeds may hold messages that aren't written yet
   * @param journalUrl {@code none}, or there is a journal
   */
  public JournalQueue(Broker broker, ConfirmingComponent component, String journalUrl) {
    this.broker = broker;
    this.component = component;
    this.journal = !journalUrl.equals("none");
    caughtUp = !journal;
    broker.connections().addConnectionListener(this);
  }

  @Override
  public void onCreate(Connection connection) {
    deadline = System.nanoTime() + PATIENCE_NANOS;
    caughtUp = !journal;
    since = Instant.now();
  }

  @Override
  public Instant connectedSince() {
    return since;
  }

  @Override
  public void await() {
    boolean wasWritten = false;
    while (!caughtUp && System.nanoTime() - deadline < 0) {
      boolean isWritten = isEmpty() && isNothingHeld();
      // Twice, for what was on its way from the broker to the feed at the first look.
      caughtUp = isWritten && wasWritten;
      wasWritten = isWritten;
      if (!caughtUp) {
        LockSupport.parkNanos(LOOK_EVERY_NANOS);
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
      }
    }
  }

  /** RabbitMQ doesn't count what it has handed out. */
  private boolean isNothingHeld() {
    return component.feeds().held(Declarations.JOURNAL).map(Held::messages).orElse(0) == 0;
  }

  private boolean isEmpty() {
    try {
      Channel channel = broker.connections().createConnection().getDelegate().createChannel();
      try {
        return channel.queueDeclarePassive(Declarations.JOURNAL).getMessageCount() == 0;
      } finally {
        if (channel.isOpen()) {
          channel.close();
        }
      }
    } catch (IOException | TimeoutException | AmqpException away) {
      return false;
    }
  }
}

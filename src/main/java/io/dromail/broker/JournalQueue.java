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

/** Looks into {@code mail.journal}, to tell how far the journal is behind. Thread-safe. */
public final class JournalQueue implements ConnectionListener, JournalBacklog {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Broker broker;
  private final boolean journal;
  private volatile Instant since = Instant.MAX;
  private volatile long deadline;
  private volatile boolean caughtUp;

  /**
   * Of a broker.
   *
   * @param journalUrl {@code none}, or there is a journal
   */
  public JournalQueue(Broker broker, String journalUrl) {
    this.broker = broker;
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
    while (!caughtUp && System.nanoTime() - deadline < 0) {
      if (isEmpty()) {
        caughtUp = true;
      } else {
        LockSupport.parkNanos(LOOK_EVERY_NANOS);
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
      }
    }
  }

  private boolean isEmpty() {
    try {
      Channel channel = broker.connections().createConnection().getDelegate().createChannel();
      try {
        return channel.queueDeclarePassive("mail.journal").getMessageCount() == 0;
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

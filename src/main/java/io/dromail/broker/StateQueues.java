package io.dromail.broker;

import com.rabbitmq.client.Connection;
import io.dromail.mail.SharedState;
import io.dromail.mail.SharedStateUnavailable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Shared states, each in a durable queue of its own, {@code mail.<name>}, that is made when first
 * needed. They have a connection of their own, so that nothing that goes wrong with a state breaks
 * that of the mails. Thread-safe; one state's trouble holds up no other.
 */
public final class StateQueues implements SharedState, AutoCloseable {

  private static final String PREFIX = "mail.";

  private final Broker broker;
  private final String queueType;
  private final Map<String, StateQueue> queues = new ConcurrentHashMap<>();
  private Connection connection;
  private boolean closed;

  /**
   * On a broker; doesn't connect yet.
   *
   * @param queueType quorum or classic, on RabbitMQ
   */
  public StateQueues(Broker broker, String queueType) {
    this.broker = broker;
    this.queueType = queueType;
  }

  @Override
  public byte[] update(String name, UnaryOperator<byte[]> change, BinaryOperator<byte[]> merge)
      throws SharedStateUnavailable, InterruptedException {
    return queues
        .computeIfAbsent(PREFIX + name, queue -> new StateQueue(queue, queueType, this::connection))
        .update(change, merge);
  }

  private synchronized Connection connection() throws IOException, TimeoutException {
    if (closed) {
      throw new IOException("this process is stopping");
    }
    if (connection == null || !connection.isOpen()) {
      connection = broker.connect("limits");
    }
    return connection;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (connection != null) {
      connection.abort(1_000);
    }
  }

  /** Opens the connection unless it is open. */
  @FunctionalInterface
  interface Connections {
    Connection open() throws IOException, TimeoutException;
  }
}

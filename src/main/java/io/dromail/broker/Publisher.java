package io.dromail.broker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * Publishes persistent, mandatory messages and tells when the broker has confirmed them. One thread
 * writes, so that a broker that hangs holds that thread and nobody else's: callers get their answer
 * within the time-out whatever the broker does, and what timed out before it was written is never
 * written. What waits is written together, in one call of the operating system. Thread-safe.
 */
final class Publisher implements AutoCloseable {

  private static final int WAITING_AT_MOST = 20_000;
  private static final int TOGETHER_AT_MOST = 32;

  private final ConnectionFactory connections;
  private final Exchanges exchanges;
  private final Deadlines deadlines;
  private final BlockingQueue<Publish> waiting = new ArrayBlockingQueue<>(WAITING_AT_MOST);
  private final Thread writer = new Thread(this::write, "dromail-publisher");
  private final Map<String, PublishChannel> channels = new HashMap<>();
  private final Gathering gathering = new Gathering();

  Publisher(ConnectionFactory connections, long timeoutMs) {
    this.connections = connections.getPublisherConnectionFactory();
    exchanges = new Exchanges(this.connections);
    deadlines = new Deadlines(timeoutMs);
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * Publishes, without waiting.
   *
   * @return completes when the broker has the message in a queue, else fails with {@link
   *     NotConfirmed}; its dependents run on the thread that has the answer, mostly the
   *     connection's, and must not block
   */
  CompletableFuture<Void> publish(String exchange, String routingKey, Message message) {
    CompletableFuture<Void> outcome = new CompletableFuture<>();
    Publish publish = new Publish(exchange, routingKey, message, outcome);
    if (waiting.offer(publish)) {
      deadlines.watch(outcome);
    } else {
      publish.fail(WAITING_AT_MOST + " publishes are waiting already", null);
    }
    return outcome;
  }

  private void write() {
    List<Publish> together = new ArrayList<>(TOGETHER_AT_MOST);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        together.add(waiting.take());
        waiting.drainTo(together, TOGETHER_AT_MOST - 1);
        together.forEach(this::write);
        gathering.flush();
        together.clear();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Publish publish) {
    if (publish.isAnswered()) {
      return;
    }
    try {
      if (!exchanges.exists(publish.exchange())) {
        publish.fail("there is no exchange '" + publish.exchange() + "'", null);
        return;
      }
      PublishChannel channel = channelTo(publish.exchange());
      if (!publish.isAnswered()) {
        gathering.write(() -> channel.write(publish));
      }
    } catch (IllegalArgumentException e) {
      publish.fail("AMQP can't carry " + publish + ": " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      publish.fail("the broker can't be reached: " + e.getMessage(), e);
    }
  }

  /**
   * One for each exchange: a publish for which the broker closes its channel, since it may not
   * write to the exchange, say, takes none to another exchange with it.
   */
  private PublishChannel channelTo(String exchange) throws IOException {
    PublishChannel channel = channels.get(exchange);
    if (channel == null || !channel.isOpen()) {
      channel = PublishChannel.on(Channels.open(connections), exchanges);
      channels.put(exchange, channel);
    }
    return channel;
  }

  /** Writes nothing more; what was written gets its answer yet. */
  @Override
  public void close() {
    writer.interrupt();
    deadlines.close();
  }
}

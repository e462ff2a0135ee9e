package io.dromail.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;

/**
 * Feeds workers from a queue, over one channel for all of them: who is free takes the next message,
 * so that one that takes long holds up no other. A message whose work fails goes back to its queue,
 * after a pause so that a lasting trouble doesn't spin. Survives a missing queue and a broker that
 * is away. Starts once and ends once; thread-safe.
 */
final class Feed {

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final long PAUSE_MS = 1_000;

  /** How long a batch that isn't full waits for another message, and how long it may grow. */
  private static final long BATCH_WAITS_MS = 20;

  private static final long BATCH_GROWS_MS = 200;

  /** Tells a worker that nothing comes any more. */
  private static final Delivery END = new Delivery(null, 0, null);

  private final ConnectionFactory connections;
  private final FeedSettings settings;
  private final Work work;
  private final BlockingQueue<Delivery> waiting = new LinkedBlockingQueue<>();
  private final CountDownLatch givenUp = new CountDownLatch(1);
  private final CountDownLatch ended;
  private final List<FeedChannel> open = new ArrayList<>();

  /** What is done with a message, or with a batch of them. */
  @FunctionalInterface
  interface Work {
    /**
     * On a thread of the feed's.
     *
     * @throws Exception to have all of them back in the queue
     */
    void on(List<Message> messages) throws Exception;
  }

  Feed(ConnectionFactory connections, FeedSettings settings, Work work) {
    this.connections = connections;
    this.settings = settings;
    this.work = work;
    ended = new CountDownLatch(settings.queues().size());
  }

  void start() {
    for (int i = 1; i <= settings.workers(); i++) {
      thread("worker-" + i, this::work).start();
    }
    settings.queues().forEach(queue -> thread("feed", () -> keep(queue)).start());
  }

  private Thread thread(String purpose, Runnable task) {
    String name = "dromail-" + purpose + "-" + String.join(",", settings.queues());
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Takes nothing new; returns at once. What is in work is finished and acknowledged, however long
   * it takes; what waits goes back at once.
   */
  void giveUp() {
    givenUp.countDown();
    synchronized (open) {
      open.forEach(FeedChannel::wake);
    }
  }

  /**
   * Waits until nothing is in work any more, after {@link #giveUp}.
   *
   * @return whether that was so in time
   */
  boolean awaitEnd(long atMostMs) throws InterruptedException {
    return ended.await(atMostMs, TimeUnit.MILLISECONDS);
  }

  boolean isEnded() {
    return ended.getCount() == 0;
  }

  /** Breaks off what is in work, which the broker then hands to somebody else. */
  void breakOff() {
    synchronized (open) {
      open.forEach(FeedChannel::close);
    }
  }

  private void keep(String queue) {
    boolean told = false;
    try {
      while (!isGivenUp()) {
        try {
          consume(queue);
          told = false;
        } catch (AmqpException | ShutdownSignalException brokerIsAway) {
          LOG.debug("can't take from the queue {}", queue, brokerIsAway);
        } catch (IOException e) {
          if (!told) {
            LOG.warn("can't take from the queue {}, and tries again: {}", queue, reason(e));
          }
          told = true;
        }
        givenUp.await(PAUSE_MS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
      waiting.add(END);
    }
  }

  private static String reason(IOException e) {
    return e.getCause() instanceof ShutdownSignalException closed
        ? closed.getReason().toString()
        : e.getMessage();
  }

  private void consume(String queue) throws IOException, InterruptedException {
    FeedChannel channel = new FeedChannel(channel(), queue, settings.onDisk(), waiting::add);
    synchronized (open) {
      open.add(channel);
    }
    try {
      channel.consume(settings);
      channel.awaitLoss(this::isGivenUp);
      if (isGivenUp()) {
        channel.giveUp();
      }
    } finally {
      synchronized (open) {
        open.remove(channel);
      }
      channel.close();
    }
  }

  /** Spring replaces a connection that was lost when it's asked for a channel of its own, only. */
  private Channel channel() throws IOException {
    Connection connection = connections.createConnection();
    if (!connection.isOpen()) {
      RabbitUtils.closeChannel(connection.createChannel(false));
    }
    Channel channel = connection.getDelegate().createChannel();
    if (channel == null) {
      throw new IOException("the broker allows no further channel on the connection");
    }
    return channel;
  }

  private boolean isGivenUp() {
    return givenUp.getCount() == 0;
  }

  private void work() {
    try {
      for (List<Delivery> batch = take(); batch != null; batch = take()) {
        if (!batch.isEmpty()) {
          work(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Delivery> take() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BATCH_GROWS_MS);
    List<Delivery> batch = new ArrayList<>(settings.batchSize());
    Delivery next = waiting.take();
    while (next != null && next != END) {
      if (next.channel().begin(next)) {
        batch.add(next);
      }
      next =
          batch.isEmpty() || batch.size() == settings.batchSize() || System.nanoTime() - until > 0
              ? null
              : waiting.poll(BATCH_WAITS_MS, TimeUnit.MILLISECONDS);
    }
    if (next == END) {
      waiting.add(END);
    }
    return next == END && batch.isEmpty() && isEnded() ? null : batch;
  }

  private void work(List<Delivery> batch) throws InterruptedException {
    boolean done = false;
    try {
      work.on(batch.stream().map(Delivery::message).toList());
      done = true;
    } catch (Exception | Error e) {
      LOG.warn("back to its queue, since its route failed: {}", e.getMessage(), e);
      givenUp.await(PAUSE_MS, TimeUnit.MILLISECONDS);
    } finally {
      settle(batch, done);
    }
  }

  /** After a loss, a batch may be of two channels. */
  private static void settle(List<Delivery> batch, boolean done) {
    Map<FeedChannel, List<Delivery>> byChannel = new HashMap<>();
    batch.forEach(
        each -> byChannel.computeIfAbsent(each.channel(), any -> new ArrayList<>()).add(each));
    byChannel.forEach((channel, deliveries) -> channel.settle(deliveries, done));
  }
}

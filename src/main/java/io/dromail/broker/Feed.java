package io.dromail.broker;

import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * Feeds workers from a queue, over one channel for all of them: who is free takes the next message,
 * so that one that takes long holds up no other. Survives a missing queue and a broker that is
 * away. Starts once and ends once; thread-safe.
 */
final class Feed {

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final long PAUSE_MS = 1_000;

  private final ConnectionFactory connections;
  private final FeedSettings settings;
  private final CountDownLatch givenUp = new CountDownLatch(1);
  private final CountDownLatch ended;
  private final Workers workers;
  private final List<FeedChannel> open = new ArrayList<>();

  Feed(ConnectionFactory connections, FeedSettings settings, Work work) {
    this.connections = connections;
    this.settings = settings;
    workers = new Workers(settings.batchSize(), work, givenUp);
    ended = new CountDownLatch(settings.queues().size());
  }

  void start() {
    for (int i = 1; i <= settings.workers(); i++) {
      thread("worker-" + i, workers::work).start();
    }
    settings.queues().forEach(queue -> thread("feed", () -> keep(queue)).start());
  }

  private Thread thread(String purpose, Runnable task) {
    String name = "dromail-" + purpose + "-" + String.join(",", settings.queues());
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** What it holds of a queue; empty if it isn't one of its own. */
  Optional<Held> held(String queue) {
    synchronized (open) {
      return open.stream()
          .filter(channel -> channel.queue().equals(queue))
          .findFirst()
          .map(channel -> Held.of(channel, workers.first()));
    }
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
        } catch (IOException | RuntimeException e) {
          if (!told && !isAway(e)) {
            LOG.warn("can't take from the queue {}, and tries again: {}", queue, reason(e));
            told = true;
          }
          LOG.debug("can't take from the queue {}", queue, e);
        }
        givenUp.await(PAUSE_MS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
      if (isEnded()) {
        workers.end();
      }
    }
  }

  /** Whether the whole broker is, which others say. */
  private static boolean isAway(Exception e) {
    return e instanceof AmqpException
        || signal(e).map(ShutdownSignalException::isHardError).orElse(false);
  }

  private static String reason(Exception e) {
    return signal(e).map(Throwable::getMessage).orElseGet(e::toString);
  }

  private static Optional<ShutdownSignalException> signal(Exception e) {
    return Stream.of(e, e.getCause())
        .filter(ShutdownSignalException.class::isInstance)
        .map(ShutdownSignalException.class::cast)
        .findFirst();
  }

  private void consume(String queue) throws IOException, InterruptedException {
    FeedChannel channel =
        new FeedChannel(Channels.open(connections), queue, settings.onDisk(), workers::add);
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

  private boolean isGivenUp() {
    return givenUp.getCount() == 0;
  }
}

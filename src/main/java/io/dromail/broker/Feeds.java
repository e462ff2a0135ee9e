package io.dromail.broker;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/** The feeds of a component, those that were given up and aren't done among them. Thread-safe. */
final class Feeds {

  private final ConnectionFactory connections;
  private final boolean onDisk;
  private final long atMostMs;
  private final Set<Feed> running = ConcurrentHashMap.newKeySet();
  private final Set<Feed> givenUp = ConcurrentHashMap.newKeySet();

  /**
   * For a broker.
   *
   * @param onDisk whether acknowledgements count only when they're on disk
   * @param atMostMs for how long an end waits for what is in work
   */
  Feeds(ConnectionFactory connections, boolean onDisk, long atMostMs) {
    this.connections = connections;
    this.onDisk = onDisk;
    this.atMostMs = atMostMs;
  }

  Feed start(ConfirmingEndpoint endpoint, Work work) {
    FeedSettings settings =
        new FeedSettings(
            List.of(endpoint.getQueues().split("\\s*,\\s*")),
            endpoint.getConcurrentConsumers(),
            endpoint.getConcurrentConsumers() * endpoint.getPrefetchCount(),
            endpoint.batchSize(),
            onDisk,
            endpoint.isNoLocal(),
            endpoint.isExclusive(),
            endpoint.getConsumerArgs());
    Feed feed = new Feed(connections, settings, work);
    feed.start();
    running.add(feed);
    return feed;
  }

  /** What this process holds of a queue; empty if it doesn't take from it. */
  Optional<Held> held(String queue) {
    return running.stream().flatMap(feed -> feed.held(queue).stream()).findFirst();
  }

  /** Returns at once; {@link #awaitEnd} waits for what is in work. */
  void giveUp(Feed feed) {
    running.remove(feed);
    givenUp.removeIf(Feed::isEnded);
    givenUp.add(feed);
    feed.giveUp();
  }

  /** Returns when nothing is in work any more, or the time is up. */
  void end(Feed feed) throws InterruptedException {
    running.remove(feed);
    feed.giveUp();
    if (!feed.awaitEnd(atMostMs)) {
      feed.breakOff();
    }
  }

  /** Waits for those that were given up, as long as for one. */
  void awaitEnd() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(atMostMs);
    for (Feed feed : givenUp) {
      if (!feed.awaitEnd(TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()))) {
        feed.breakOff();
      }
    }
  }
}

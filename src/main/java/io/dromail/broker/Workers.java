package io.dromail.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;

/**
 * What was handed out and waits, and those who take from it, work, and settle. A message whose work
 * fails goes back to its queue, after a pause so that a lasting trouble doesn't spin. Thread-safe.
 */
final class Workers {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final long PAUSE_MS = 1_000;

  /** How long a batch that isn't full waits for another message, and how long it may grow. */
  private static final long BATCH_WAITS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long BATCH_GROWS = TimeUnit.MILLISECONDS.toNanos(200);

  private final int batchSize;
  private final Work work;
  private final CountDownLatch givenUp;
  private final Handover waiting = new Handover();

  /**
   * Without any worker; each calls {@link #work()}.
   *
   * @param batchSize how many messages one takes at once, at most
   * @param givenUp ends pauses when it's at zero
   */
  Workers(int batchSize, Work work, CountDownLatch givenUp) {
    this.batchSize = batchSize;
    this.work = work;
    this.givenUp = givenUp;
  }

  /** Doesn't wait. */
  void add(Delivery delivery) {
    waiting.add(delivery);
  }

  /** The one that waits longest, or null. */
  Message first() {
    Delivery first = waiting.peek();
    return first == null ? null : first.message();
  }

  /** Sends the workers home when they have taken what is there. */
  void end() {
    waiting.end();
  }

  /** On a thread of a worker's; returns when nothing comes any more. */
  void work() {
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

  /** Null when nothing comes any more; empty if what came must not be begun with. */
  private List<Delivery> take() throws InterruptedException {
    Delivery next = waiting.take();
    if (next == null) {
      return null;
    }
    long until = System.nanoTime() + BATCH_GROWS;
    List<Delivery> batch = new ArrayList<>(batchSize);
    while (next != null) {
      if (next.channel().begin(next)) {
        batch.add(next);
      }
      boolean full = batch.isEmpty() || batch.size() == batchSize || System.nanoTime() > until;
      next = full ? null : waiting.poll(BATCH_WAITS);
    }
    return batch;
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
    if (batch.size() == 1) {
      batch.get(0).channel().settle(batch, done);
      return;
    }
    Map<FeedChannel, List<Delivery>> byChannel = new HashMap<>();
    batch.forEach(
        each -> byChannel.computeIfAbsent(each.channel(), any -> new ArrayList<>()).add(each));
    byChannel.forEach((channel, deliveries) -> channel.settle(deliveries, done));
  }
}

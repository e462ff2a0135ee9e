package io.dromail.broker;

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
import org.springframework.amqp.core.Message;

/**
 * What was handed out and waits, and those who take from it, work, and settle. A message whose work
 * fails goes back to its queue, after a pause so that a lasting trouble doesn't spin. Thread-safe.
 */
final class Workers {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final long PAUSE_MS = 1_000;

  /** How long a batch that isn't full waits for another message, and how long it may grow. */
  private static final long BATCH_WAITS_MS = 20;

  private static final long BATCH_GROWS_MS = 200;

  /** Tells a worker that nothing comes any more. */
  private static final Delivery END = new Delivery(null, 0, null);

  private final int batchSize;
  private final Work work;
  private final CountDownLatch givenUp;
  private final BlockingQueue<Delivery> waiting = new LinkedBlockingQueue<>();

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
    waiting.add(END);
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

  private List<Delivery> take() throws InterruptedException {
    List<Delivery> batch = new ArrayList<>(batchSize);
    Delivery next = waiting.take();
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BATCH_GROWS_MS);
    while (next != null && next != END) {
      if (next.channel().begin(next)) {
        batch.add(next);
      }
      next =
          batch.isEmpty() || batch.size() == batchSize || System.nanoTime() - until > 0
              ? null
              : waiting.poll(BATCH_WAITS_MS, TimeUnit.MILLISECONDS);
    }
    if (next == END) {
      end();
    }
    return next == END && batch.isEmpty() ? null : batch;
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

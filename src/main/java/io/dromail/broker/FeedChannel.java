package io.dromail.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;

/**
 * A channel from the moment it consumes until it's closed: what was handed out over it waits, is in
 * work, or is settled. Thread-safe.
 */
final class FeedChannel extends DefaultConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(FeedChannel.class);
  private static final DefaultMessagePropertiesConverter PROPERTIES =
      new DefaultMessagePropertiesConverter();

  private final String queue;
  private final Settlements settlements;
  private final Consumer<Delivery> handedOut;
  private final TreeSet<Long> waiting = new TreeSet<>();
  private int inWork;
  private boolean givesBack;
  private boolean cancelled;
  private boolean lost;
  private Date lastFrom;

  /**
   * On a new channel; {@link #consume} begins.
   *
   * @param onDisk whether a settlement is done only when the broker has it on disk
   * @param handedOut what the broker hands out; must not block
   */
  FeedChannel(Channel channel, String queue, boolean onDisk, Consumer<Delivery> handedOut) {
    super(channel);
    this.queue = queue;
    settlements = new Settlements(channel, onDisk);
    this.handedOut = handedOut;
  }

  /** Asks for messages; fails if there is no such queue. */
  void consume(FeedSettings settings) throws IOException {
    settlements.begin();
    getChannel().basicQos(settings.prefetch());
    getChannel()
        .basicConsume(
            queue, false, "", settings.noLocal(), settings.exclusive(), settings.arguments(), this);
  }

  @Override
  public void handleDelivery(
      String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    long tag = envelope.getDeliveryTag();
    synchronized (this) {
      waiting.add(tag);
      lastFrom = properties.getTimestamp();
    }
    MessageProperties converted = PROPERTIES.toMessageProperties(properties, envelope, "UTF-8");
    converted.setConsumerTag(consumerTag);
    converted.setConsumerQueue(queue);
    handedOut.accept(new Delivery(this, tag, new Message(body, converted)));
  }

  @Override
  public synchronized void handleCancelOk(String consumerTag) {
    cancelled = true;
    notifyAll();
  }

  /** The queue was deleted, or its node went. */
  @Override
  public synchronized void handleCancel(String consumerTag) {
    lost = true;
    notifyAll();
  }

  @Override
  public synchronized void handleShutdownSignal(String consumerTag, ShutdownSignalException sig) {
    lost = true;
    cancelled = true;
    notifyAll();
  }

  /** Whether a worker may begin with it: not when it's given back or was lost. */
  synchronized boolean begin(Delivery delivery) {
    if (givesBack || lost || !waiting.remove(delivery.tag())) {
      return false;
    }
    inWork++;
    return true;
  }

  /**
   * Settles what is in work and done.
   *
   * @param done acknowledged; otherwise it goes back to the queue
   */
  void settle(List<Delivery> deliveries, boolean done) {
    List<Long> tags = deliveries.stream().map(Delivery::tag).toList();
    try {
      if (tags.size() > 1 && isAllUpToItsLast(tags)) {
        settlements.writeUpTo(Collections.max(tags), done);
      } else {
        settlements.write(tags, done);
      }
    } catch (IOException | RuntimeException channelGone) {
      LOG.debug("the broker hands it out again", channelGone);
    } finally {
      synchronized (this) {
        inWork -= deliveries.size();
        if (givesBack) {
          notifyAll();
        }
      }
    }
  }

  /**
   * Whether these are all that was handed out up to their last one, so that one word is enough. Not
   * while others are being given back, which neither wait nor are settled.
   */
  private synchronized boolean isAllUpToItsLast(List<Long> tags) {
    return !givesBack
        && inWork == tags.size()
        && (waiting.isEmpty() || waiting.first() > Collections.max(tags));
  }

  /** How many messages of its queue are here, waiting or in work. */
  synchronized int held() {
    return waiting.size() + inWork;
  }

  /** From when the message is that was handed out last, or null. */
  synchronized Date lastFrom() {
    return lastFrom;
  }

  String queue() {
    return queue;
  }

  /** Returns when the channel is of no use any more, or is to be given up. */
  synchronized void awaitLoss(BooleanSupplier givenUp) throws InterruptedException {
    while (!lost && !givenUp.getAsBoolean()) {
      wait();
    }
  }

  synchronized void wake() {
    notifyAll();
  }

  /**
   * Takes nothing more and gives back what waits, so that others can have it; returns when what is
   * in work is settled.
   */
  void giveUp() throws InterruptedException {
    try {
      getChannel().basicCancel(getConsumerTag());
      giveBack();
    } catch (IOException | ShutdownSignalException channelGone) {
      LOG.debug("the broker has taken back everything itself", channelGone);
    }
    synchronized (this) {
      givesBack = true;
      while (inWork > 0 && !lost) {
        wait();
      }
    }
  }

  /** What is given back before the broker has cancelled the consumer would come again. */
  private void giveBack() throws IOException, InterruptedException {
    List<Long> back;
    synchronized (this) {
      while (!cancelled) {
        wait();
      }
      givesBack = true;
      back = List.copyOf(waiting);
      waiting.clear();
    }
    settlements.write(back, false);
  }

  /** Closes the channel; the broker takes back whatever isn't settled. */
  void close() {
    try {
      getChannel().close();
    } catch (IOException | TimeoutException | ShutdownSignalException closedAlready) {
      LOG.debug("closing", closedAlready);
    }
  }
}

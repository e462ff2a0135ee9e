package io.dromail.broker;

import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.BlockingQueueConsumer;
import org.springframework.amqp.rabbit.listener.exception.MessageRejectedWhileStoppingException;
import org.springframework.amqp.rabbit.support.ConsumerCancelledException;

/**
 * A message or a batch in the hands of a listener. As long as it is, and no longer, another thread
 * may reach past it for what its consumer was handed in advance. Thread-safe.
 */
final class Work {

  private static final Logger LOG = LoggerFactory.getLogger(Work.class);

  private final BlockingQueueConsumer consumer;
  private final boolean transacted;
  private boolean ended;

  /**
   * Of a consumer.
   *
   * @param transacted whether its acknowledgements are committed, as on the embedded broker
   */
  Work(BlockingQueueConsumer consumer, boolean transacted) {
    this.consumer = consumer;
    this.transacted = transacted;
  }

  /** From here on the consumer's own thread acknowledges, and goes on. */
  synchronized void end() {
    ended = true;
  }

  /** Gives back what waits behind it; without effect when it's done. The consumer is cancelled. */
  synchronized void giveBackOthers() {
    if (ended || consumer == null) {
      return;
    }
    try {
      for (Message next = next(); next != null; next = next()) {
        giveBack(next.getMessageProperties().getDeliveryTag());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (AmqpException | ShutdownSignalException | IOException channelGone) {
      LOG.debug("the broker has taken back everything itself", channelGone);
    }
  }

  /**
   * In a transaction, Spring would roll it back first, and for the embedded broker that gives back
   * what is in work, too. Then the tag stays among those that the consumer acknowledges, up to the
   * highest; there the broker passes over what it has back.
   */
  private void giveBack(long tag) throws IOException {
    if (transacted) {
      consumer.getChannel().basicNack(tag, false, true);
    } else {
      consumer.rollbackOnExceptionIfNecessary(new MessageRejectedWhileStoppingException(), tag);
    }
  }

  private Message next() throws InterruptedException {
    try {
      return consumer.nextMessage(0);
    } catch (ConsumerCancelledException nothingLeft) {
      return null;
    }
  }
}

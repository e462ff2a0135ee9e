package io.dromail.broker;

import com.rabbitmq.client.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.component.springrabbit.CamelSimpleMessageListenerContainer;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.springframework.amqp.rabbit.listener.BlockingQueueConsumer;
import org.springframework.amqp.rabbit.listener.exception.MessageRejectedWhileStoppingException;

/**
 * A listener container with a second way to end, beside the stop that waits for some seconds and
 * breaks off what isn't done then: {@link #drain} waits for nobody. Whoever is in work finishes it
 * and acknowledges it on its own channel; what else the broker has handed out goes back to it at
 * once; each channel and thread ends when its work is done. A drained container never starts again.
 */
final class DrainingContainer extends CamelSimpleMessageListenerContainer {

  private static final long A_YEAR_MS = TimeUnit.DAYS.toMillis(365);
  private static final long CANCEL_AT_MOST_S = 30;
  private static final long LOOK_AGAIN_MS = 10;
  private static final long LOOK_AGAIN_AT_MOST_MS = 1_000;

  private final Set<DrainingContainer> draining;
  private final Set<BlockingQueueConsumer> consumers = ConcurrentHashMap.newKeySet();
  private final Set<Work> inWork = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean drained = new AtomicBoolean();
  private final CountDownLatch cancelled = new CountDownLatch(1);

  /**
   * For an endpoint.
   *
   * @param draining where it is among the others as long as it's drained and not done
   */
  DrainingContainer(SpringRabbitMQEndpoint endpoint, Set<DrainingContainer> draining) {
    super(endpoint);
    this.draining = draining;
  }

  /** Takes nothing new from now on; returns at once. */
  void drain() {
    if (!drained.getAndSet(true)) {
      draining.add(this);
      getTaskExecutor().execute(this::giveUp);
    }
  }

  /** A stop after the drain has nothing to do and nobody to wait for. */
  @Override
  public void shutdown(Runnable callback) {
    if (!drained.get()) {
      super.shutdown(callback);
    } else if (callback != null) {
      callback.run();
    }
  }

  @Override
  protected BlockingQueueConsumer createBlockingQueueConsumer() {
    consumers.removeIf(consumer -> consumer.getChannel() != null && !isOpen(consumer));
    BlockingQueueConsumer consumer = super.createBlockingQueueConsumer();
    consumers.add(consumer);
    return consumer;
  }

  @Override
  protected void executeListener(Channel channel, Object data) {
    Work work = new Work(consumer(channel), isChannelTransacted());
    inWork.add(work);
    try {
      if (drained.get()) {
        awaitCancel();
        throw new MessageRejectedWhileStoppingException();
      }
      super.executeListener(channel, data);
    } finally {
      inWork.remove(work);
      work.end();
    }
  }

  private void giveUp() {
    try {
      setShutdownTimeout(A_YEAR_MS);
      super.shutdown(() -> {});
      cancelled.countDown();
      for (long pause = LOOK_AGAIN_MS; consumers.stream().anyMatch(DrainingContainer::isOpen); ) {
        inWork.forEach(Work::giveBackOthers);
        TimeUnit.MILLISECONDS.sleep(pause);
        pause = Math.min(2 * pause, LOOK_AGAIN_AT_MOST_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      cancelled.countDown();
      draining.remove(this);
    }
  }

  /** What is given back before would come again. */
  private void awaitCancel() {
    try {
      cancelled.await(CANCEL_AT_MOST_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private BlockingQueueConsumer consumer(Channel channel) {
    return consumers.stream()
        .filter(consumer -> consumer.getChannel() == channel)
        .findFirst()
        .orElse(null);
  }

  private static boolean isOpen(BlockingQueueConsumer consumer) {
    Channel channel = consumer.getChannel();
    return channel != null && channel.isOpen();
  }
}

package io.dromail.broker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.apache.camel.component.springrabbit.DefaultListenerContainerFactory;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;

/**
 * Listener containers that give a message whose route failed back to its queue, after a pause so
 * that a lasting trouble doesn't spin; that survive a missing queue and a broker that is away; and
 * that stop when what they were handed is done, or the time is up.
 */
final class RequeueingContainers extends DefaultListenerContainerFactory {

  private static final long PAUSE_MS = 1_000;
  private static final long RECONNECT_MS = 1_000;
  private static final long LOOK_AGAIN_MS = 50;

  /** How long a batch that isn't full waits for another message, and how long it may grow. */
  private static final long BATCH_WAITS_MS = 20;

  private static final long BATCH_GROWS_MS = 200;

  private final boolean waitForAcks;
  private final Set<DrainingContainer> draining = ConcurrentHashMap.newKeySet();

  /**
   * For a broker.
   *
   * @param waitForAcks whether a consumer waits until its acknowledgement is on disk. The embedded
   *     broker writes acknowledgements some time after it takes them; killed in between, it hands
   *     all of them out again, not only what was in work.
   */
  RequeueingContainers(boolean waitForAcks) {
    this.waitForAcks = waitForAcks;
  }

  @Override
  public AbstractMessageListenerContainer createListenerContainer(SpringRabbitMQEndpoint endpoint) {
    DrainingContainer container = new DrainingContainer(endpoint, draining);
    if (endpoint.getQueues() != null) {
      container.setQueueNames(endpoint.getQueues().split(","));
    }
    container.setAcknowledgeMode(endpoint.getAcknowledgeMode());
    container.setExclusive(endpoint.isExclusive());
    container.setNoLocal(endpoint.isNoLocal());
    container.setPrefetchCount(endpoint.getPrefetchCount());
    container.setShutdownTimeout(endpoint.getComponent().getShutdownTimeout());
    container.setConsumerArguments(endpoint.getConsumerArgs());
    if (endpoint.getComponent().getErrorHandler() != null) {
      container.setErrorHandler(endpoint.getComponent().getErrorHandler());
    }
    container.setAdviceChain(pauseAfterFailure(container));
    container.setDefaultRequeueRejected(true);
    container.setChannelTransacted(waitForAcks);
    container.setMissingQueuesFatal(false);
    container.setMismatchedQueuesFatal(false);
    container.setPossibleAuthenticationFailureFatal(false);
    container.setForceCloseChannel(true);
    container.setRecoveryInterval(RECONNECT_MS);
    container.setAutoDeclare(false);
    if (endpoint instanceof ConfirmingEndpoint ours && ours.batchSize() > 1) {
      container.setConsumerBatchEnabled(true);
      container.setBatchSize(ours.batchSize());
      container.setReceiveTimeout(BATCH_WAITS_MS);
      container.setBatchReceiveTimeout(BATCH_GROWS_MS);
    }
    return container;
  }

  /** Waits for what is in work in containers that were drained, but not longer than that. */
  void awaitDrained(long atMostMs) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(atMostMs);
    try {
      while (!draining.isEmpty() && System.nanoTime() - until < 0) {
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Advice pauseAfterFailure(AbstractMessageListenerContainer container) {
    return (MethodInterceptor)
        delivery -> {
          try {
            return delivery.proceed();
          } catch (Exception e) {
            if (container.isRunning()) {
              Thread.sleep(PAUSE_MS);
            }
            throw e;
          }
        };
  }
}

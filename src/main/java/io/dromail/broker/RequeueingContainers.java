package io.dromail.broker;

import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.apache.camel.component.springrabbit.DefaultListenerContainerFactory;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;

/**
 * Listener containers that give a message whose route failed back to its queue, after a pause so
 * that a lasting trouble doesn't spin; that survive a missing queue and a broker that is away; and
 * that stop when what they were handed is done, or the time is up.
 */
final class RequeueingContainers extends DefaultListenerContainerFactory {

  private static final long PAUSE_MS = 1_000;
  private static final long RECONNECT_MS = 1_000;

  /** How long a batch that isn't full waits for another message, and how long it may grow. */
  private static final long BATCH_WAITS_MS = 20;

  private static final long BATCH_GROWS_MS = 200;

  private final boolean waitForAcks;

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
    AbstractMessageListenerContainer container = super.createListenerContainer(endpoint);
    container.setAdviceChain(pauseAfterFailure(container));
    container.setDefaultRequeueRejected(true);
    container.setChannelTransacted(waitForAcks);
    container.setMissingQueuesFatal(false);
    container.setMismatchedQueuesFatal(false);
    container.setPossibleAuthenticationFailureFatal(false);
    container.setForceCloseChannel(true);
    container.setRecoveryInterval(RECONNECT_MS);
    container.setAutoDeclare(false);
    if (endpoint instanceof ConfirmingEndpoint ours
        && ours.batchSize() > 1
        && container instanceof SimpleMessageListenerContainer simple) {
      simple.setConsumerBatchEnabled(true);
      simple.setBatchSize(ours.batchSize());
      simple.setReceiveTimeout(BATCH_WAITS_MS);
      simple.setBatchReceiveTimeout(BATCH_GROWS_MS);
    }
    return container;
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

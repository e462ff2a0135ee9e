package io.dromail.broker;

import io.dromail.mail.Drains;
import org.apache.camel.Processor;
import org.apache.camel.component.springrabbit.EndpointMessageListener;
import org.apache.camel.component.springrabbit.SpringRabbitMQConsumer;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;

/**
 * Consumes a queue, a message or a batch at a time. After {@link #drain} its stop leaves the route
 * as it is, which mails may still be on; a start begins with new connections to the queue.
 */
final class QueueConsumer extends SpringRabbitMQConsumer implements Drains {

  private AbstractMessageListenerContainer container;
  private boolean drained;

  QueueConsumer(
      ConfirmingEndpoint endpoint,
      Processor processor,
      AbstractMessageListenerContainer container) {
    super(endpoint, processor, container);
    this.container = container;
  }

  @Override
  public EndpointMessageListener getEndpointMessageListener() {
    return ((ConfirmingEndpoint) getEndpoint()).batchSize() == 1
        ? super.getEndpointMessageListener()
        : new BatchListener(this);
  }

  @Override
  public void drain() {
    if (container instanceof DrainingContainer draining && draining.isRunning()) {
      drained = true;
      draining.drain();
    }
  }

  @Override
  protected void prepareAndStartListenerContainer() {
    if (container == null) {
      container = getEndpoint().createMessageListenerContainer();
      container.setMessageListener(getEndpointMessageListener());
    }
    container.afterPropertiesSet();
    if (getEndpoint().isAutoStartup()) {
      startListenerContainer();
    }
  }

  @Override
  public void startListenerContainer() {
    drained = false;
    container.start();
  }

  @Override
  protected void stopAndDestroyListenerContainer() {
    if (container != null) {
      container.stop();
      container.destroy();
      container = null;
    }
  }

  @Override
  protected void doStop() throws Exception {
    if (drained) {
      stopAndDestroyListenerContainer();
    } else {
      super.doStop();
    }
  }

  @Override
  protected void doSuspend() {
    if (drained) {
      stopAndDestroyListenerContainer();
    } else if (container != null) {
      container.stop();
    }
  }

  @Override
  protected void doResume() {
    prepareAndStartListenerContainer();
  }
}

package io.dromail.broker;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;

/**
 * An exchange, with producers that wait for the broker's word, and consumers; both may take many
 * messages at once.
 */
final class ConfirmingEndpoint extends SpringRabbitMQEndpoint {

  private final ConfirmingComponent component;
  private final int batchSize;

  ConfirmingEndpoint(
      String uri, ConfirmingComponent component, String exchangeName, int batchSize) {
    super(uri, component, exchangeName);
    this.component = component;
    this.batchSize = batchSize;
  }

  /**
   * How many messages make one Camel exchange, at most, and how many JSON bodies make one message;
   * 1 for each alone.
   */
  int batchSize() {
    return batchSize;
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    if (getQueues() == null || getQueues().isBlank()) {
      throw new IllegalArgumentException(
          "a route that takes from " + getEndpointUri() + " needs queues");
    }
    QueueConsumer consumer = new QueueConsumer(this, processor, component.feeds());
    configureConsumer(consumer);
    return consumer;
  }

  @Override
  public Producer createProducer() {
    return new ConfirmingProducer(this, component.publisher(), component.continuations());
  }
}

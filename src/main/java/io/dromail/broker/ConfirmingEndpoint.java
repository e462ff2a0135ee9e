package io.dromail.broker;

import org.apache.camel.Producer;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;

/** An exchange, with producers that wait for the broker's word. */
final class ConfirmingEndpoint extends SpringRabbitMQEndpoint {

  private final ConfirmingComponent component;

  ConfirmingEndpoint(String uri, ConfirmingComponent component, String exchangeName) {
    super(uri, component, exchangeName);
    this.component = component;
  }

  @Override
  public Producer createProducer() {
    return new ConfirmingProducer(this, component.publisher(), component.continuations());
  }
}

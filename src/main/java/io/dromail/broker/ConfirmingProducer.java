package io.dromail.broker;

import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.apache.camel.component.springrabbit.SpringRabbitMQProducer;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/**
 * Publishes one way, whatever the exchange's pattern, and continues the route when the broker has
 * confirmed; no thread waits. Fails the exchange with {@link NotConfirmed}.
 */
final class ConfirmingProducer extends SpringRabbitMQProducer {

  private final ConfirmingEndpoint endpoint;
  private final Publisher publisher;
  private final Executor continuations;
  private final PublishGroups groups;

  ConfirmingProducer(ConfirmingEndpoint endpoint, Publisher publisher, Executor continuations) {
    super(endpoint);
    this.endpoint = endpoint;
    this.publisher = publisher;
    this.continuations = continuations;
    groups =
        new PublishGroups(
            endpoint.batchSize(),
            message -> publish(endpoint.getExchangeName(), endpoint.getRoutingKey(), message));
  }

  @Override
  protected boolean processInOut(Exchange exchange, AsyncCallback callback) {
    return processInOnly(exchange, callback);
  }

  @Override
  protected boolean processInOnly(Exchange exchange, AsyncCallback callback) {
    publish(exchange)
        .whenCompleteAsync(
            (done, failure) -> {
              if (failure != null) {
                exchange.setException(failure);
              }
              callback.done(false);
            },
            continuations);
    return false;
  }

  private CompletableFuture<Void> publish(Exchange exchange) {
    org.apache.camel.Message in = exchange.getMessage();
    String name = (String) in.removeHeader(SpringRabbitMQConstants.EXCHANGE_OVERRIDE_NAME);
    String key = (String) in.removeHeader(SpringRabbitMQConstants.ROUTING_OVERRIDE_KEY);
    if (endpoint.batchSize() > 1 && name == null && key == null) {
      return groups.publish(message(exchange));
    }
    return publish(
        name == null ? endpoint.getExchangeName() : name,
        key == null ? endpoint.getRoutingKey() : key,
        message(exchange));
  }

  private CompletableFuture<Void> publish(String exchange, String routingKey, Message message) {
    return publisher.publish(
        "default".equals(exchange) ? "" : exchange, routingKey == null ? "" : routingKey, message);
  }

  private Message message(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    if (body instanceof Message ready) {
      return ready;
    }
    MessageProperties properties =
        endpoint.getMessagePropertiesConverter().toMessageProperties(exchange);
    if (properties.getTimestamp() == null) {
      properties.setTimestamp(new Date());
    }
    return endpoint.getMessageConverter().toMessage(body, properties);
  }
}

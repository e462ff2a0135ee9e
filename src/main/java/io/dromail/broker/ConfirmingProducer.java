package io.dromail.broker;

import java.util.Date;
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

  ConfirmingProducer(ConfirmingEndpoint endpoint, Publisher publisher, Executor continuations) {
    super(endpoint);
    this.endpoint = endpoint;
    this.publisher = publisher;
    this.continuations = continuations;
  }

  @Override
  protected boolean processInOut(Exchange exchange, AsyncCallback callback) {
    return processInOnly(exchange, callback);
  }

  @Override
  protected boolean processInOnly(Exchange exchange, AsyncCallback callback) {
    org.apache.camel.Message in = exchange.getMessage();
    String name =
        override(in, SpringRabbitMQConstants.EXCHANGE_OVERRIDE_NAME, endpoint.getExchangeName());
    String key =
        override(in, SpringRabbitMQConstants.ROUTING_OVERRIDE_KEY, endpoint.getRoutingKey());
    publisher
        .publish("default".equals(name) ? "" : name, key == null ? "" : key, message(exchange))
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

  private static String override(org.apache.camel.Message in, String header, String otherwise) {
    String value = (String) in.removeHeader(header);
    return value == null ? otherwise : value;
  }
}

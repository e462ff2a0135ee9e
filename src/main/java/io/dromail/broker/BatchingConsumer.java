package io.dromail.broker;

import com.rabbitmq.client.Channel;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.springrabbit.EndpointMessageListener;
import org.apache.camel.component.springrabbit.SpringRabbitMQConsumer;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;

/**
 * Consumes many messages as one exchange, whose body is the list of them: acknowledged together
 * when the route is done, and all back in the queue when it fails.
 */
final class BatchingConsumer extends SpringRabbitMQConsumer {

  BatchingConsumer(
      SpringRabbitMQEndpoint endpoint,
      Processor processor,
      AbstractMessageListenerContainer container) {
    super(endpoint, processor, container);
  }

  @Override
  public EndpointMessageListener getEndpointMessageListener() {
    return new BatchListener();
  }

  private final class BatchListener extends EndpointMessageListener
      implements ChannelAwareBatchMessageListener {

    BatchListener() {
      super(BatchingConsumer.this, getEndpoint(), getProcessor());
    }

    @Override
    public void onMessageBatch(List<Message> messages, Channel channel) {
      Exchange exchange = BatchingConsumer.this.createExchange(false);
      try {
        exchange.getMessage().setBody(messages);
        getProcessor().process(exchange);
      } catch (Exception e) {
        exchange.setException(e);
      }
      Exception failure = exchange.getException();
      BatchingConsumer.this.releaseExchange(exchange, false);
      if (failure != null) {
        throw new IllegalStateException("the batch is not done: " + failure.getMessage(), failure);
      }
    }
  }
}

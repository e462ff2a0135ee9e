package io.dromail.broker;

import com.rabbitmq.client.Channel;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.springrabbit.EndpointMessageListener;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;

/**
 * Makes one exchange of many messages, whose body is the list of them: acknowledged together when
 * the route is done, and all back in the queue when it fails.
 */
final class BatchListener extends EndpointMessageListener
    implements ChannelAwareBatchMessageListener {

  private final QueueConsumer consumer;

  BatchListener(QueueConsumer consumer) {
    super(consumer, consumer.getEndpoint(), consumer.getProcessor());
    this.consumer = consumer;
  }

  @Override
  public void onMessageBatch(List<Message> messages, Channel channel) {
    Exchange exchange = consumer.createExchange(false);
    try {
      exchange.getMessage().setBody(messages);
      consumer.getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    Exception failure = exchange.getException();
    consumer.releaseExchange(exchange, false);
    if (failure != null) {
      throw new IllegalStateException("the batch is not done: " + failure.getMessage(), failure);
    }
  }
}

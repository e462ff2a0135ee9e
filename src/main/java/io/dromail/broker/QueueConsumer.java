package io.dromail.broker;

import io.dromail.mail.Drains;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.springframework.amqp.core.Message;

/**
 * Consumes a queue, a message or a batch at a time; the body of a batch is the list of its
 * messages. After {@link #drain} its stop leaves the route as it is, which mails may still be on; a
 * start begins with a new channel.
 */
final class QueueConsumer extends DefaultConsumer implements Suspendable, Drains {

  private final ConfirmingEndpoint endpoint;
  private final Feeds feeds;
  private Feed feed;

  QueueConsumer(ConfirmingEndpoint endpoint, Processor processor, Feeds feeds) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.feeds = feeds;
  }

  @Override
  public void drain() {
    if (feed != null) {
      feeds.giveUp(feed);
      feed = null;
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    if (endpoint.isAutoStartup()) {
      doResume();
    }
  }

  @Override
  protected void doStop() throws Exception {
    doSuspend();
    super.doStop();
  }

  @Override
  protected void doSuspend() throws InterruptedException {
    if (feed != null) {
      feeds.end(feed);
      feed = null;
    }
  }

  @Override
  protected void doResume() {
    if (feed == null) {
      feed = feeds.start(endpoint, endpoint.batchSize() == 1 ? this::route : this::routeAll);
    }
  }

  private void route(List<Message> messages) throws Exception {
    Message message = messages.get(0);
    Exchange exchange = createExchange(false);
    exchange.getMessage().setBody(endpoint.getMessageConverter().fromMessage(message));
    Map<String, Object> headers =
        endpoint
            .getMessagePropertiesConverter()
            .fromMessageProperties(message.getMessageProperties(), exchange);
    if (!headers.isEmpty()) {
      exchange.getMessage().setHeaders(headers);
    }
    process(exchange);
  }

  private void routeAll(List<Message> messages) throws Exception {
    Exchange exchange = createExchange(false);
    exchange.getMessage().setBody(messages);
    process(exchange);
  }

  private void process(Exchange exchange) throws Exception {
    try {
      getProcessor().process(exchange);
      if (exchange.getException() != null) {
        throw exchange.getException();
      }
    } finally {
      releaseExchange(exchange, false);
    }
  }
}

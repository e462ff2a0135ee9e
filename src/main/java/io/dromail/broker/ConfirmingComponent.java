package io.dromail.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Endpoint;
import org.apache.camel.component.springrabbit.SpringRabbitMQComponent;
import org.apache.camel.util.PropertiesHelper;

/**
 * The {@code spring-rabbitmq} component with Dromail's guarantees built in, for every route that
 * uses it: a publish is persistent, mandatory and done only when the broker has confirmed it;
 * nothing is declared by endpoints; a consumer's failed message goes back to its queue and is never
 * dropped. With {@code batchSize} a consumer takes so many messages at once; the body then is a
 * list of {@link org.springframework.amqp.core.Message}. With {@code batchSize} a producer may
 * publish so many JSON bodies, which come while another publish isn't confirmed, as one array.
 */
public final class ConfirmingComponent extends SpringRabbitMQComponent {

  private static final int CONTINUATION_THREADS = 4;
  private static final long SHUTDOWN_TIMEOUT_MS = 8_000;

  private final Broker broker;
  private final long confirmTimeoutMs;
  private final Feeds feeds;
  private Publisher publisher;
  private ExecutorService continuations;

  /**
   * For the given broker.
   *
   * @param topology declared on each connection
   * @param confirmTimeoutMs how long a publish may take
   */
  public ConfirmingComponent(Broker broker, Topology topology, long confirmTimeoutMs) {
    this.broker = broker;
    this.confirmTimeoutMs = confirmTimeoutMs;
    broker.connections().addConnectionListener(topology);
    setConnectionFactory(broker.connections());
    setAutoDeclare(false);
    feeds = new Feeds(broker.connections(), broker.isEmbedded(), SHUTDOWN_TIMEOUT_MS);
  }

  Feeds feeds() {
    return feeds;
  }

  Publisher publisher() {
    return publisher;
  }

  /**
   * Where routes go on after a confirm: not on the broker connection's thread, which must not wait.
   */
  ExecutorService continuations() {
    return continuations;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    int batchSize = getAndRemoveParameter(parameters, "batchSize", Integer.class, 1);
    ConfirmingEndpoint endpoint = new ConfirmingEndpoint(uri, this, remaining, batchSize);
    endpoint.setConnectionFactory(getConnectionFactory());
    endpoint.setMessageConverter(getMessageConverter());
    getMessagePropertiesConverter().setHeaderFilterStrategy(getHeaderFilterStrategy());
    endpoint.setMessagePropertiesConverter(getMessagePropertiesConverter());
    endpoint.setAutoStartup(isAutoStartup());
    endpoint.setAutoDeclare(isAutoDeclare());
    endpoint.setAutoDeclareProducer(isAutoDeclareProducer());
    endpoint.setTestConnectionOnStartup(isTestConnectionOnStartup());
    endpoint.setReplyTimeout(getReplyTimeout());
    endpoint.setPrefetchCount(getPrefetchCount());
    endpoint.setConcurrentConsumers(getConcurrentConsumers());
    endpoint.setAllowNullBody(isAllowNullBody());
    endpoint.setDisableReplyTo(true);
    Map<String, Object> arguments = getArgs() == null ? new HashMap<>() : new HashMap<>(getArgs());
    arguments.putAll(PropertiesHelper.extractProperties(parameters, "arg."));
    endpoint.setArgs(arguments);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    publisher = new Publisher(broker.connections(), confirmTimeoutMs);
    continuations =
        getCamelContext()
            .getExecutorServiceManager()
            .newFixedThreadPool(this, "dromail-confirmed", CONTINUATION_THREADS);
    super.doStart();
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    feeds.awaitEnd();
    if (publisher != null) {
      publisher.close();
      getCamelContext().getExecutorServiceManager().shutdown(continuations);
    }
  }

  @Override
  protected void doShutdown() throws Exception {
    super.doShutdown();
    broker.close();
  }
}

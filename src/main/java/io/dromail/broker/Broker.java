package io.dromail.broker;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ShutdownSignalException;
import io.dromail.mail.Checked;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.core.task.support.ExecutorServiceAdapter;

/**
 * The broker that the settings name: one connection for publishing and one for consuming, opened
 * when first needed and again after a loss. With {@code embedded:} it runs the broker too. Started
 * before the routes and stopped after them; thread-safe.
 */
public final class Broker implements AutoCloseable, Checked {

  private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
  private static final int TIMEOUT_MS = 5_000;

  private final EmbeddedBroker embedded;
  private final CachingConnectionFactory connections;
  private final String address;
  private final String addresses;
  private final AtomicInteger connected = new AtomicInteger();

  /**
   * Prepares the connections; doesn't connect, so that the house starts while the broker is down.
   *
   * @param url {@code embedded:} or an AMQP URL
   * @param data where the embedded broker keeps its queues
   */
  public Broker(String url, String data) throws Exception {
    embedded = url.startsWith("embedded:") ? EmbeddedBroker.start(Path.of(data)) : null;
    BrokerUrl server = BrokerUrl.parse(embedded == null ? url : embedded.url());
    address = server.toString();
    addresses = server.addresses();
    connections = connectionFactory(server);
    connections.addConnectionListener(new Watch());
  }

  /** For the publishers and the listeners, who open channels of their own. */
  public CachingConnectionFactory connections() {
    return connections;
  }

  @Override
  public String component() {
    return "broker";
  }

  @Override
  public boolean isUp() {
    return connected.get() > 0;
  }

  @Override
  public boolean isVital() {
    return true;
  }

  @Override
  public Map<String, Object> details() {
    return Map.of("url", embedded == null ? address : "embedded:");
  }

  /**
   * A connection for a purpose of its own, which breaks without breaking the others; the caller
   * closes it.
   */
  com.rabbitmq.client.Connection connect(String purpose) throws IOException, TimeoutException {
    return connections
        .getRabbitConnectionFactory()
        .newConnection(Address.parseAddresses(addresses), "dromail " + purpose);
  }

  /**
   * Opens the connection for publishing unless one is open: a process without lanes would know
   * nothing of the broker until its first mail, and get none while it isn't ready.
   *
   * @throws AmqpException if the broker is away
   */
  void open() {
    if (!isUp()) {
      Connection publishing = connections.getPublisherConnectionFactory().createConnection();
      if (!publishing.isOpen()) {
        // Spring replaces one that was lost when it's asked for a channel, only.
        RabbitUtils.closeChannel(publishing.createChannel(false));
      }
    }
  }

  /** Whether the broker runs in this process. */
  boolean isEmbedded() {
    return embedded != null;
  }

  private static CachingConnectionFactory connectionFactory(BrokerUrl url)
      throws GeneralSecurityException {
    com.rabbitmq.client.ConnectionFactory amqp = new com.rabbitmq.client.ConnectionFactory();
    amqp.setConnectionTimeout(TIMEOUT_MS);
    amqp.setHandshakeTimeout(TIMEOUT_MS);
    amqp.setChannelRpcTimeout(TIMEOUT_MS);
    amqp.setRequestedHeartbeat(20);
    amqp.setAutomaticRecoveryEnabled(false);
    if (url.tls()) {
      amqp.useSslProtocol(javax.net.ssl.SSLContext.getDefault());
      amqp.enableHostnameVerification();
    } else {
      amqp.setSocketFactory(new GatheringSockets());
    }
    CachingConnectionFactory factory = new CachingConnectionFactory(amqp);
    factory.setAddresses(url.addresses());
    factory.setUsername(url.user());
    factory.setPassword(url.password());
    factory.setVirtualHost(url.virtualHost());
    factory.setConnectionNameStrategy(f -> "dromail");
    // Consumers only hand over what comes, which the connection's thread does as fast as it would
    // wake another one.
    factory.setExecutor(new ExecutorServiceAdapter(new SyncTaskExecutor()));
    return factory;
  }

  @Override
  public void close() throws Exception {
    connections.destroy();
    if (embedded != null) {
      embedded.close();
    }
  }

  /** Counts the open connections, and says once when the broker goes and comes. */
  private final class Watch implements ConnectionListener {

    private final AtomicBoolean away = new AtomicBoolean();

    @Override
    public void onCreate(Connection connection) {
      connected.incrementAndGet();
      if (away.getAndSet(false)) {
        LOG.info("the broker is back: {}", address);
      }
    }

    @Override
    public void onShutDown(ShutdownSignalException signal) {
      connected.updateAndGet(count -> Math.max(0, count - 1));
      if (!signal.isInitiatedByApplication() && !away.getAndSet(true)) {
        LOG.warn("the broker is away: {}: {}", address, signal.getMessage());
      }
    }

    @Override
    public void onFailed(Exception failure) {
      if (!away.getAndSet(true)) {
        LOG.warn("the broker can't be reached: {}: {}", address, failure.getMessage());
      }
    }
  }
}

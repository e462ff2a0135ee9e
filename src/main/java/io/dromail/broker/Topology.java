package io.dromail.broker;

import com.rabbitmq.client.Channel;
import io.dromail.mail.Lanes;
import io.dromail.mail.RetryDelays;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;

/**
 * The exchanges and queues, declared here and nowhere else, on each connection anew. Exchange
 * {@code mail} copies a mail to {@code mail.<lane>} by the lane as the routing key, and to {@code
 * mail.journal}; {@code mail.retry} leads to {@code mail.retry.<delay>} and, when the delay is
 * over, through {@code mail.again} back to the lane; {@code mail.dlx} leads to {@code mail.dead}.
 * The lanes are those of the routes made from the template {@code lane}.
 */
public final class Topology implements ConnectionListener, CamelContextAware, Lanes {

  /** Where accept publishes. */
  public static final String MAIL = "mail";

  private static final String RETRY = "mail.retry";
  private static final String AGAIN = "mail.again";
  private static final String JOURNAL = "mail.journal";
  private static final String DEAD_LETTER_EXCHANGE = "mail.dlx";
  private static final String DEAD_LETTER_QUEUE = "mail.dead";
  private static final Logger LOG = LoggerFactory.getLogger(Topology.class);

  private final String queueType;
  private final boolean journal;
  private final RetryDelays delays;
  private CamelContext context;

  /**
   * With the kind of queue that RabbitMQ is to use.
   *
   * @param queueType quorum or classic; an embedded broker has one kind only
   * @param journalUrl {@code none}, or there is a journal to copy mails to
   * @param delays a queue each
   */
  public Topology(String queueType, String journalUrl, RetryDelays delays) {
    this.queueType = queueType;
    this.journal = !journalUrl.equals("none");
    this.delays = delays;
  }

  @Override
  public void onCreate(Connection connection) {
    if (!journal) {
      unbindJournal(connection);
    }
    Channel channel = connection.createChannel(false);
    try {
      declare(channel, isRabbit(connection));
    } catch (IOException e) {
      LOG.error("The queues can't be declared: {}", reason(e));
    } finally {
      closeQuietly(channel);
    }
  }

  @Override
  public Set<String> names() {
    Set<String> lanes = new LinkedHashSet<>();
    for (RouteDefinition route : ((ModelCamelContext) context).getRouteDefinitions()) {
      Map<String, Object> parameters = route.getTemplateParameters();
      if (parameters != null && parameters.get("lane") instanceof String lane) {
        lanes.add(lane);
      }
    }
    return lanes;
  }

  private void declare(Channel channel, boolean rabbit) throws IOException {
    Map<String, Object> arguments = rabbit ? Map.of("x-queue-type", queueType) : Map.of();
    channel.exchangeDeclare(MAIL, "direct", true);
    channel.exchangeDeclare(RETRY, "topic", true);
    channel.exchangeDeclare(AGAIN, "topic", true);
    channel.exchangeDeclare(DEAD_LETTER_EXCHANGE, "fanout", true);
    channel.queueDeclare(DEAD_LETTER_QUEUE, true, false, false, arguments);
    channel.queueBind(DEAD_LETTER_QUEUE, DEAD_LETTER_EXCHANGE, "");
    if (journal) {
      channel.queueDeclare(JOURNAL, true, false, false, arguments);
    }
    for (String lane : names()) {
      String queue = MAIL + "." + lane;
      channel.queueDeclare(queue, true, false, false, arguments);
      channel.queueBind(queue, MAIL, lane);
      channel.queueBind(queue, AGAIN, "*." + lane);
      if (journal) {
        channel.queueBind(JOURNAL, MAIL, lane);
      }
    }
    for (Map.Entry<String, Duration> delay : delays.byLabel().entrySet()) {
      String queue = RETRY + "." + delay.getKey();
      channel.queueDeclare(queue, true, false, false, waiting(delay.getValue(), rabbit));
      channel.queueBind(queue, RETRY, delay.getKey() + ".*");
    }
  }

  /**
   * A queue in which messages wait, and go to {@code mail.again} then. On RabbitMQ always a quorum
   * queue: no other moves expired messages without the risk of losing one.
   */
  private static Map<String, Object> waiting(Duration delay, boolean rabbit) {
    return rabbit
        ? Map.of(
            "x-queue-type", "quorum",
            "x-message-ttl", delay.toMillis(),
            "x-dead-letter-exchange", AGAIN,
            "x-dead-letter-strategy", "at-least-once",
            "x-overflow", "reject-publish")
        : Map.of(
            "maximumMessageTtl", delay.toMillis(),
            "expiryPolicy", "ROUTE_TO_ALTERNATE",
            "alternateBinding", Map.of("destination", AGAIN));
  }

  /** With the journal switched off, nobody empties its queue: nothing may get into it. */
  private void unbindJournal(Connection connection) {
    Channel channel = connection.createChannel(false);
    try {
      channel.queueDeclarePassive(JOURNAL);
      for (String lane : names()) {
        channel.queueUnbind(JOURNAL, MAIL, lane);
      }
    } catch (IOException noSuchQueue) {
      LOG.debug("there was no journal before", noSuchQueue);
    } finally {
      closeQuietly(channel);
    }
  }

  private static boolean isRabbit(Connection connection) {
    return "RabbitMQ"
        .equals(String.valueOf(connection.getDelegate().getServerProperties().get("product")));
  }

  private static String reason(Exception e) {
    return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
  }

  private static void closeQuietly(Channel channel) {
    try {
      channel.close();
    } catch (Exception alreadyClosed) {
      LOG.debug("closing the declaring channel", alreadyClosed);
    }
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }
}

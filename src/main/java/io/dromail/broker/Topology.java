package io.dromail.broker;

import com.rabbitmq.client.Channel;
import io.dromail.mail.Lanes;
import java.io.IOException;
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
 * {@code mail} copies a mail to {@code mail.<lane>} by the lane as the routing key; {@code
 * mail.dlx} leads to {@code mail.dead}. The lanes are those of the routes made from the template
 * {@code lane}.
 */
public final class Topology implements ConnectionListener, CamelContextAware, Lanes {

  /** Where accept publishes. */
  public static final String MAIL = "mail";

  private static final String DEAD_LETTER_EXCHANGE = "mail.dlx";
  private static final String DEAD_LETTER_QUEUE = "mail.dead";
  private static final Logger LOG = LoggerFactory.getLogger(Topology.class);

  private final String queueType;
  private CamelContext context;

  /**
   * With the kind of queue that RabbitMQ is to use.
   *
   * @param queueType quorum or classic; an embedded broker has one kind only
   */
  public Topology(String queueType) {
    this.queueType = queueType;
  }

  @Override
  public void onCreate(Connection connection) {
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
    channel.exchangeDeclare(DEAD_LETTER_EXCHANGE, "fanout", true);
    channel.queueDeclare(DEAD_LETTER_QUEUE, true, false, false, arguments);
    channel.queueBind(DEAD_LETTER_QUEUE, DEAD_LETTER_EXCHANGE, "");
    for (String lane : names()) {
      channel.queueDeclare(MAIL + "." + lane, true, false, false, arguments);
      channel.queueBind(MAIL + "." + lane, MAIL, lane);
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

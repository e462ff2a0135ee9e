package io.dromail.broker;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.Connection;

/**
 * Declares exchanges and queues in the dialect of the broker; what is there already stays as it is.
 * Thread-safe.
 */
final class Declarations {

  static final String RETRY = "mail.retry";
  private static final String AGAIN = "mail.again";
  static final String JOURNAL = "mail.journal";
  private static final String DEAD_LETTER_EXCHANGE = "mail.dlx";
  static final String DEAD_LETTER_QUEUE = "mail.dead";
  private static final Logger LOG = LoggerFactory.getLogger(Declarations.class);

  private final String queueType;
  private final boolean journal;

  /**
   * For a kind of queue.
   *
   * @param queueType quorum or classic; an embedded broker has one kind only
   * @param journal whether the exchange copies mails to it
   */
  Declarations(String queueType, boolean journal) {
    this.queueType = queueType;
    this.journal = journal;
  }

  /** The queue of a lane. */
  static String queue(String lane) {
    return Topology.MAIL + "." + lane;
  }

  /** Everything for these lanes and delays. */
  void make(Connection connection, Set<String> lanes, Map<String, Duration> delays)
      throws IOException {
    Channel channel = connection.createChannel(false);
    try {
      make(channel, lanes, delays, isRabbit(connection.getDelegate()));
    } finally {
      closeQuietly(channel);
    }
  }

  private void make(
      Channel channel, Set<String> lanes, Map<String, Duration> delays, boolean rabbit)
      throws IOException {
    Map<String, Object> arguments = rabbit ? Map.of("x-queue-type", queueType) : Map.of();
    channel.exchangeDeclare(Topology.MAIL, "direct", true);
    channel.exchangeDeclare(RETRY, "topic", true);
    channel.exchangeDeclare(AGAIN, "topic", true);
    channel.exchangeDeclare(DEAD_LETTER_EXCHANGE, "fanout", true);
    channel.queueDeclare(DEAD_LETTER_QUEUE, true, false, false, arguments);
    channel.queueBind(DEAD_LETTER_QUEUE, DEAD_LETTER_EXCHANGE, "");
    if (journal) {
      channel.queueDeclare(JOURNAL, true, false, false, arguments);
    }
    for (String lane : lanes) {
      String queue = queue(lane);
      channel.queueDeclare(queue, true, false, false, arguments);
      channel.queueBind(queue, Topology.MAIL, lane);
      channel.queueBind(queue, AGAIN, "*." + lane);
      if (journal) {
        channel.queueBind(JOURNAL, Topology.MAIL, lane);
      }
    }
    for (Map.Entry<String, Duration> delay : delays.entrySet()) {
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
  void unbindJournal(Connection connection, Set<String> lanes) {
    Channel channel = connection.createChannel(false);
    try {
      channel.queueDeclarePassive(JOURNAL);
      for (String lane : lanes) {
        channel.queueUnbind(JOURNAL, Topology.MAIL, lane);
      }
    } catch (IOException noSuchQueue) {
      LOG.debug("there was no journal before", noSuchQueue);
    } finally {
      closeQuietly(channel);
    }
  }

  /** How many mails wait in the queue of a lane. */
  static int waiting(Connection connection, String lane) throws IOException {
    Channel channel = connection.createChannel(false);
    try {
      return channel.queueDeclarePassive(queue(lane)).getMessageCount();
    } finally {
      closeQuietly(channel);
    }
  }

  static boolean isRabbit(com.rabbitmq.client.Connection connection) {
    return "RabbitMQ".equals(String.valueOf(connection.getServerProperties().get("product")));
  }

  private static void closeQuietly(Channel channel) {
    try {
      channel.close();
    } catch (Exception alreadyClosed) {
      LOG.debug("closing the declaring channel", alreadyClosed);
    }
  }
}

package io.dromail.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * Which exchanges there are. A publish to a missing one makes the broker close the channel, and
 * with it go the unconfirmed publishes of others (AMQP 0-9-1, section 4.3.5 of its specification);
 * so each exchange is looked up, on a channel of its own, before the first publish to it.
 * Thread-safe.
 */
final class Exchanges {

  private static final String DEFAULT = "";

  private final ConnectionFactory connections;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  Exchanges(ConnectionFactory connections) {
    this.connections = connections;
    known.add(DEFAULT);
  }

  /**
   * Whether an exchange is there, asking the broker if that isn't known yet.
   *
   * @throws org.springframework.amqp.AmqpException when the broker can't be reached
   * @throws IOException when it doesn't answer
   */
  boolean exists(String name) throws IOException {
    if (known.contains(name)) {
      return true;
    }
    boolean there = isDeclared(name);
    if (there) {
      known.add(name);
    }
    return there;
  }

  /** Looks it up again before the next publish: that to it just failed. */
  void forget(String name) {
    if (!DEFAULT.equals(name)) {
      known.remove(name);
    }
  }

  private boolean isDeclared(String name) throws IOException {
    Channel channel = Channels.open(connections);
    try {
      channel.exchangeDeclarePassive(name);
      return true;
    } catch (IOException e) {
      if (isNotFound(e)) {
        return false;
      }
      throw e;
    } finally {
      close(channel);
    }
  }

  private static boolean isNotFound(IOException e) {
    return e.getCause() instanceof ShutdownSignalException signal
        && signal.getReason() instanceof AMQP.Channel.Close close
        && close.getReplyCode() == AMQP.NOT_FOUND;
  }

  private static void close(Channel channel) throws IOException {
    if (channel.isOpen()) {
      try {
        channel.close();
      } catch (TimeoutException e) {
        throw new IOException("the broker does not close a channel", e);
      }
    }
  }
}

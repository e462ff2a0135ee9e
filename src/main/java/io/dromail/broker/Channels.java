package io.dromail.broker;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;

/** Channels of the broker's client on the connections that Spring keeps. */
final class Channels {

  private Channels() {}

  /**
   * Opens one, and its connection where that isn't open: Spring replaces a connection that was lost
   * when it's asked for a channel of its own, only.
   *
   * @throws org.springframework.amqp.AmqpException when the broker can't be reached
   * @throws IOException when it gives no channel
   */
  static Channel open(ConnectionFactory connections) throws IOException {
    Connection connection = connections.createConnection();
    if (!connection.isOpen()) {
      RabbitUtils.closeChannel(connection.createChannel(false));
    }
    Channel channel = connection.getDelegate().createChannel();
    if (channel == null) {
      throw new IOException("the broker allows no further channel on the connection");
    }
    return channel;
  }
}

package io.dromail.testing;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The broker's queues as an operator sees them, over a connection that is not the gateway's. */
public final class Queues implements AutoCloseable {
  private final Connection connection;

  private Queues(Connection connection) {
    this.connection = connection;
  }

  public static Queues at(String url) {
    try {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(url);
      return new Queues(factory.newConnection("dromail-test"));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Over a connection that somebody else has opened. */
  public static Queues over(Connection connection) {
    return new Queues(connection);
  }

  /** Something done on a channel of its own. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Channel channel) throws IOException;
  }

  public <T> T with(Work<T> work) {
    try {
      Channel channel = connection.createChannel();
      T result = work.on(channel);
      channel.close();
      return result;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many jobs wait in a queue; those in work don't count. */
  public long depth(String queue) {
    return with(channel -> channel.messageCount(queue));
  }

  /** Whether no job waits in a queue, or there is no such queue. */
  public boolean isEmpty(String queue) {
    try (Channel channel = connection.createChannel()) {
      return channel.messageCount(queue) == 0;
    } catch (IOException notThere) {
      return true;
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes all dead letters out of their queue. */
  public List<DeadLetter> takeDeadLetters() {
    return with(
        channel -> {
          List<DeadLetter> letters = new ArrayList<>();
          GetResponse letter = channel.basicGet("mail.dead", true);
          while (letter != null) {
            letters.add(DeadLetter.of(letter));
            letter = channel.basicGet("mail.dead", true);
          }
          return letters;
        });
  }

  @Override
  public void close() {
    connection.abort();
  }
}

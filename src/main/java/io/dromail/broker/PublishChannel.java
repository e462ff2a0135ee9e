package io.dromail.broker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;

/**
 * A channel from its opening until it's closed, and what was written to it and isn't answered yet.
 * One thread writes; answers come on the connection's thread.
 */
final class PublishChannel {

  /** By which a message that comes back is known: its number on the channel. */
  private static final String NUMBER = "Dromail-Publish";

  private static final DefaultMessagePropertiesConverter PROPERTIES =
      new DefaultMessagePropertiesConverter();

  private final Channel channel;
  private final Exchanges exchanges;
  private final ConcurrentNavigableMap<Long, Publish> unanswered = new ConcurrentSkipListMap<>();
  private long written;

  private PublishChannel(Channel channel, Exchanges exchanges) {
    this.channel = channel;
    this.exchanges = exchanges;
  }

  /**
   * Begins on a new channel.
   *
   * @param exchanges told of each to which a publish failed
   */
  static PublishChannel on(Channel channel, Exchanges exchanges) throws IOException {
    PublishChannel opened = new PublishChannel(channel, exchanges);
    channel.addConfirmListener(opened::confirmed, opened::refused);
    channel.addReturnListener(opened::returned);
    channel.addShutdownListener(opened::closed);
    channel.confirmSelect();
    return opened;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /**
   * Writes a publish, which is answered when the broker answers or the channel is closed.
   *
   * @throws IllegalArgumentException when AMQP has no room for its key or a header of it
   */
  void write(Publish publish) throws IOException {
    forgetAnswered();
    // The client's own number goes on with a message that it can't write; the broker's doesn't.
    long number = written + 1;
    unanswered.put(number, publish);
    try {
      channel.basicPublish(
          publish.exchange(),
          publish.routingKey(),
          true,
          properties(publish, number),
          publish.message().getBody());
    } catch (IOException | RuntimeException notWritten) {
      unanswered.remove(number);
      throw notWritten;
    }
    written = number;
  }

  private static BasicProperties properties(Publish publish, long number) {
    BasicProperties properties =
        PROPERTIES.fromMessageProperties(publish.message().getMessageProperties(), "UTF-8");
    Map<String, Object> headers = new HashMap<>(properties.getHeaders());
    headers.put(NUMBER, number);
    return properties.builder().headers(headers).build();
  }

  /** What timed out and the broker never answers. */
  private void forgetAnswered() {
    Entry<Long, Publish> oldest = unanswered.firstEntry();
    while (oldest != null && oldest.getValue().isAnswered()) {
      unanswered.remove(oldest.getKey());
      oldest = unanswered.firstEntry();
    }
  }

  private void confirmed(long number, boolean upTo) {
    answer(number, upTo, Publish::confirm);
  }

  private void refused(long number, boolean upTo) {
    answer(number, upTo, publish -> fail(publish, "the broker refused " + publish));
  }

  private void answer(long number, boolean upTo, Consumer<Publish> answer) {
    Map<Long, Publish> answered =
        upTo ? unanswered.headMap(number, true) : unanswered.subMap(number, true, number, true);
    answered.values().forEach(answer);
    answered.clear();
  }

  /** Comes before the confirm of the same publish. */
  private void returned(Return message) {
    Long number = (Long) message.getProperties().getHeaders().get(NUMBER);
    Publish publish = unanswered.get(number);
    if (publish != null) {
      publish.fail("no queue for " + publish + ": " + message.getReplyText(), null);
    }
  }

  private void closed(ShutdownSignalException signal) {
    answer(
        Long.MAX_VALUE,
        true,
        publish ->
            fail(
                publish,
                "the channel was closed before the broker confirmed "
                    + publish
                    + ": "
                    + signal.getMessage()));
  }

  private void fail(Publish publish, String reason) {
    exchanges.forget(publish.exchange());
    publish.fail(reason, null);
  }
}

package io.dromail.broker;

import java.time.Instant;
import java.util.Date;
import org.springframework.amqp.core.Message;

/**
 * What a process holds of a queue.
 *
 * @param messages waiting here or in work
 * @param oldest from when the one is that waits longest, or null if none waits
 * @param last from when the one is that was handed out last, or null if that isn't known
 */
record Held(int messages, Instant oldest, Instant last) {

  /**
   * Of one channel.
   *
   * @param first the message that waits longest of this and other queues, or null
   */
  static Held of(FeedChannel channel, Message first) {
    boolean waits =
        first != null && channel.queue().equals(first.getMessageProperties().getConsumerQueue());
    Date oldest = waits ? first.getMessageProperties().getTimestamp() : null;
    return new Held(channel.held(), instant(oldest), instant(channel.lastFrom()));
  }

  private static Instant instant(Date date) {
    return date == null ? null : date.toInstant();
  }
}

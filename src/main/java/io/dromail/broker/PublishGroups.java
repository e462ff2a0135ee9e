package io.dromail.broker;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.springframework.amqp.core.Message;

/**
 * Publishes JSON messages that go to the same queue, one at a time: those that come while one isn't
 * confirmed yet become the next one together, an array of them (a group commit). So nothing waits
 * while there is little to do, and the broker has less to do the more there is. Thread-safe.
 */
final class PublishGroups {

  /** A group doesn't grow beyond that; a single message may be larger. */
  private static final int BYTES_AT_MOST = 256 * 1024;

  private final int atMost;
  private final Function<Message, CompletableFuture<Void>> publisher;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private boolean underWay;

  /**
   * Without any message yet.
   *
   * @param atMost how many make a group
   * @param publisher publishes without waiting, and answers as {@link Publisher#publish} does
   */
  PublishGroups(int atMost, Function<Message, CompletableFuture<Void>> publisher) {
    this.atMost = atMost;
    this.publisher = publisher;
  }

  /**
   * Publishes, without waiting.
   *
   * @param message its body is JSON; in a group, the properties are those of the first message
   * @return completes as the publish of its group does, which may begin a time-out later than that
   *     of a message that is published alone
   */
  CompletableFuture<Void> publish(Message message) {
    Waiting last = new Waiting(message, new CompletableFuture<>());
    synchronized (this) {
      waiting.add(last);
      if (underWay) {
        return last.outcome();
      }
      underWay = true;
    }
    publishNext();
    return last.outcome();
  }

  private void publishNext() {
    List<Waiting> group = takeGroup();
    if (!group.isEmpty()) {
      publisher
          .apply(joined(group))
          .whenComplete(
              (done, failure) -> {
                publishNext();
                group.forEach(each -> each.answer(failure));
              });
    }
  }

  private synchronized List<Waiting> takeGroup() {
    List<Waiting> group = new ArrayList<>();
    int bytes = 0;
    while (group.size() < atMost && !waiting.isEmpty()) {
      bytes += waiting.peek().body().length;
      if (!group.isEmpty() && bytes > BYTES_AT_MOST) {
        break;
      }
      group.add(waiting.remove());
    }
    underWay = !group.isEmpty();
    return group;
  }

  private static Message joined(List<Waiting> group) {
    Message first = group.get(0).message();
    if (group.size() == 1) {
      return first;
    }
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    char before = '[';
    for (Waiting each : group) {
      array.write(before);
      array.writeBytes(each.body());
      before = ',';
    }
    array.write(']');
    return new Message(array.toByteArray(), first.getMessageProperties());
  }

  private record Waiting(Message message, CompletableFuture<Void> outcome) {

    byte[] body() {
      return message.getBody();
    }

    void answer(Throwable failure) {
      if (failure == null) {
        outcome.complete(null);
      } else {
        outcome.completeExceptionally(failure);
      }
    }
  }
}

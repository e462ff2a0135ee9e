package io.dromail.broker;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Acknowledges and requeues over one channel. What several threads settle at the same time, one of
 * them writes for all, and where it has to be on disk, they share a commit. Thread-safe.
 */
final class Settlements {

  private final Channel channel;
  private final boolean onDisk;
  private final Object writing = new Object();
  private List<Settlement> open = new ArrayList<>();

  /**
   * Over a channel.
   *
   * @param onDisk whether {@link #write} waits until the broker has it on disk. The embedded broker
   *     writes acknowledgements some time after it takes them; killed in between, it hands all of
   *     them out again, not only what was in work.
   */
  Settlements(Channel channel, boolean onDisk) {
    this.channel = channel;
    this.onDisk = onDisk;
  }

  void begin() throws IOException {
    if (onDisk) {
      channel.txSelect();
    }
  }

  /**
   * Settles messages.
   *
   * @param done acknowledged; otherwise they go back to their queue
   */
  void write(List<Long> tags, boolean done) throws IOException {
    synchronized (this) {
      tags.forEach(tag -> open.add(new Settlement(tag, done)));
    }
    synchronized (writing) {
      List<Settlement> all = taken();
      for (Settlement each : all) {
        if (each.done) {
          channel.basicAck(each.tag, false);
        } else {
          channel.basicNack(each.tag, false, true);
        }
      }
      if (onDisk && !all.isEmpty()) {
        channel.txCommit();
      }
    }
  }

  private synchronized List<Settlement> taken() {
    List<Settlement> all = open;
    open = new ArrayList<>();
    return all;
  }

  private record Settlement(long tag, boolean done) {}
}

package io.dromail.broker;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Acknowledges and requeues over one channel. Where it has to be on disk, what several threads
 * settle while one of them writes, another of them writes for all, and they share a commit.
 * Thread-safe.
 */
final class Settlements {

  private final Channel channel;
  private final boolean onDisk;
  private Group open = new Group();
  private boolean writing;

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
   * Settles messages; returns when that is written.
   *
   * @param done acknowledged; otherwise they go back to their queue
   */
  void write(List<Long> tags, boolean done) throws IOException {
    write(tags.stream().map(tag -> new Settlement(tag, false, done)).toList());
  }

  /** The same for all that was handed out and isn't settled, up to a tag and with it. */
  void writeUpTo(long tag, boolean done) throws IOException {
    write(List.of(new Settlement(tag, true, done)));
  }

  private void write(List<Settlement> settlements) throws IOException {
    if (onDisk) {
      writeInGroup(settlements);
      return;
    }
    for (Settlement each : settlements) {
      settle(each);
    }
  }

  private void writeInGroup(List<Settlement> settlements) throws IOException {
    Group group;
    boolean mine;
    synchronized (this) {
      group = open;
      group.settlements.addAll(settlements);
      awaitTurn(group);
      mine = !group.isWritten;
      if (mine) {
        writing = true;
        open = new Group();
      }
    }
    if (mine) {
      write(group);
    }
    if (group.failure != null) {
      throw new IOException("not settled: " + group.failure.getMessage(), group.failure);
    }
  }

  /** Until nobody writes, or the group was written by another of its threads. */
  private void awaitTurn(Group group) {
    boolean interrupted = false;
    while (writing && !group.isWritten) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Group group) {
    Exception failure = null;
    try {
      for (Settlement each : group.settlements) {
        settle(each);
      }
      if (!group.settlements.isEmpty()) {
        channel.txCommit();
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
    synchronized (this) {
      group.failure = failure;
      group.isWritten = true;
      writing = false;
      notifyAll();
    }
  }

  private void settle(Settlement settlement) throws IOException {
    if (settlement.done) {
      channel.basicAck(settlement.tag, settlement.upTo);
    } else {
      channel.basicNack(settlement.tag, settlement.upTo, true);
    }
  }

  /** What is written together. Whoever writes it has it alone, until it's written. */
  private static final class Group {
    private final List<Settlement> settlements = new ArrayList<>();
    private boolean isWritten;
    private Exception failure;
  }

  private record Settlement(long tag, boolean upTo, boolean done) {}
}

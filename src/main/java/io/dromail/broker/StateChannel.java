package io.dromail.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The channel over which a process takes a state out of its queue and puts it back. Not
 * thread-safe.
 */
final class StateChannel {

  /** After which nobody is believed to have the state any more who would give it back. */
  private static final long LOST_AFTER_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** For one who was just chosen to begin anew: perhaps another one has done so before. */
  private static final long SECOND_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private static final long CONFIRM_MS = 4_000;

  /** Most changes take some milliseconds; who hasn't had a turn after that looks less often. */
  private static final int QUICK_LOOKS = 30;

  private final Channel channel;
  private final String name;
  private final String queueType;

  private StateChannel(Channel channel, String name, String queueType) {
    this.channel = channel;
    this.name = name;
    this.queueType = queueType;
  }

  /**
   * Opens it, and declares the queue if it's missing.
   *
   * @param first what is put into a new queue
   */
  static StateChannel open(
      Connection connection, String name, String queueType, VersionedState first)
      throws IOException, TimeoutException, InterruptedException {
    Channel channel = connection.createChannel();
    channel.confirmSelect();
    StateChannel opened = new StateChannel(channel, name, queueType);
    long begin = System.nanoTime();
    while (!opened.isDeclared()) {
      if (System.nanoTime() - begin > LOST_AFTER_NANOS) {
        throw new TimeoutException("it isn't declared by the process that should");
      }
      if (!opened.begin(first, false)) {
        Thread.sleep(10);
      }
    }
    return opened;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /**
   * Takes the messages, mostly one; waits while another process has them.
   *
   * @param last with what to begin if it never gives them back
   */
  List<GetResponse> take(VersionedState last)
      throws IOException, TimeoutException, InterruptedException {
    List<GetResponse> taken = look(LOST_AFTER_NANOS);
    if (taken.isEmpty()) {
      begin(last, true);
      taken = look(LOST_AFTER_NANOS);
    }
    if (taken.isEmpty()) {
      throw new TimeoutException("another process has it and doesn't give it back");
    }
    return taken;
  }

  void publish(VersionedState state) throws IOException, TimeoutException, InterruptedException {
    channel.basicPublish("", name, state.properties(), state.bytes());
    if (!channel.waitForConfirms(CONFIRM_MS)) {
      throw new IOException("the broker refused it");
    }
  }

  void acknowledge(List<GetResponse> taken) throws IOException {
    channel.basicAck(lastTag(taken), true);
  }

  void abort() {
    try {
      channel.abort();
    } catch (IOException | RuntimeException gone) {
      // Then the broker has taken everything back.
    }
  }

  private List<GetResponse> look(long nanos) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    List<GetResponse> taken = new ArrayList<>();
    for (int looks = 1; ; looks++) {
      GetResponse next = channel.basicGet(name, false);
      while (next != null) {
        taken.add(next);
        next = next.getMessageCount() > 0 ? channel.basicGet(name, false) : null;
      }
      if (!taken.isEmpty() || System.nanoTime() - begin > nanos) {
        return taken;
      }
      int pause = looks < QUICK_LOOKS ? 1 : 10;
      Thread.sleep(pause + ThreadLocalRandom.current().nextInt(2 * pause));
    }
  }

  /**
   * Puts a state into the queue. Of all processes one may, the one that has an exclusive queue.
   *
   * @param again whether to do so in a queue that is there, if it still is empty after a while
   * @return false if it's another one's turn
   */
  private boolean begin(VersionedState state, boolean again)
      throws IOException, TimeoutException, InterruptedException {
    Channel chosen = channel.getConnection().createChannel();
    String exclusive = name + ".begins";
    try {
      chosen.queueDeclare(exclusive, false, true, true, arguments("classic"));
    } catch (IOException refused) {
      if (isClosedWith(refused, AMQP.RESOURCE_LOCKED)) {
        return false;
      }
      throw refused;
    }
    if (!isDeclared()) {
      chosen.queueDeclare(name, true, false, false, arguments(queueType));
      publish(state);
    } else if (again && stillEmpty()) {
      publish(state);
    }
    chosen.queueDelete(exclusive);
    chosen.close();
    return true;
  }

  private boolean stillEmpty() throws IOException, InterruptedException {
    List<GetResponse> taken = look(SECOND_LOOK_NANOS);
    if (!taken.isEmpty()) {
      channel.basicNack(lastTag(taken), true, true);
    }
    return taken.isEmpty();
  }

  /** Asked on a channel of its own, which the answer no would close. */
  private boolean isDeclared() throws IOException, TimeoutException {
    Channel asking = channel.getConnection().createChannel();
    try {
      asking.queueDeclarePassive(name);
    } catch (IOException no) {
      if (isClosedWith(no, AMQP.NOT_FOUND)) {
        return false;
      }
      throw no;
    }
    asking.close();
    return true;
  }

  private Map<String, Object> arguments(String type) {
    return Declarations.isRabbit(channel.getConnection()) ? Map.of("x-queue-type", type) : Map.of();
  }

  private static long lastTag(List<GetResponse> messages) {
    return messages.get(messages.size() - 1).getEnvelope().getDeliveryTag();
  }

  private static boolean isClosedWith(IOException e, int code) {
    return e.getCause() instanceof ShutdownSignalException signal
        && signal.getReason() instanceof AMQP.Channel.Close close
        && close.getReplyCode() == code;
  }
}

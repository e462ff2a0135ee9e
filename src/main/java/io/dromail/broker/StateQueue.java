package io.dromail.broker;

import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import io.dromail.mail.SharedStateUnavailable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A state that is the only message of a queue. Whoever has taken the message, without having
 * acknowledged it, may change the state: it publishes the new one, waits for the confirm, and
 * acknowledges the old one. A process that dies in between gives the lock back with its connection;
 * then two messages may be there, of which the next process makes one. Thread-safe.
 */
final class StateQueue {

  private static final int TRIES = 4;
  private static final long TRY_AGAIN_MS = 100;

  private final String name;
  private final String queueType;
  private final StateQueues.Connections connections;
  private final ReentrantLock turn = new ReentrantLock(true);
  private StateChannel channel;
  private VersionedState seen = VersionedState.NONE;

  /**
   * Connects with the first change.
   *
   * @param queueType quorum or classic, on RabbitMQ
   */
  StateQueue(String name, String queueType, StateQueues.Connections connections) {
    this.name = name;
    this.queueType = queueType;
    this.connections = connections;
  }

  byte[] update(UnaryOperator<byte[]> change, BinaryOperator<byte[]> merge)
      throws SharedStateUnavailable, InterruptedException {
    turn.lockInterruptibly();
    try {
      return changed(change, merge).bytes();
    } catch (IOException | TimeoutException | ShutdownSignalException unavailable) {
      giveBack();
      throw new SharedStateUnavailable(
          name + " can't be changed: " + reason(unavailable), unavailable);
    } catch (RuntimeException | InterruptedException e) {
      giveBack();
      throw e;
    } finally {
      turn.unlock();
    }
  }

  private VersionedState changed(UnaryOperator<byte[]> change, BinaryOperator<byte[]> merge)
      throws IOException, TimeoutException, InterruptedException {
    List<GetResponse> taken = take();
    VersionedState before = VersionedState.of(taken, merge);
    if (before.version() < seen.version()) {
      // A message whose acknowledgement was lost, or a new beginning.
      before = before.and(seen, merge);
    }
    VersionedState after = before.next(change.apply(before.bytes()));
    channel.publish(after);
    channel.acknowledge(taken);
    seen = after;
    return after;
  }

  /**
   * Takes the state; tries again if that fails, for nothing is changed yet. A queue that another
   * process is just declaring can cost the connection.
   */
  private List<GetResponse> take() throws IOException, TimeoutException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        if (channel == null || !channel.isOpen()) {
          channel = StateChannel.open(connections.open(), name, queueType, seen);
        }
        return channel.take(seen);
      } catch (IOException | ShutdownSignalException again) {
        giveBack();
        if (tries == TRIES) {
          throw again;
        }
        Thread.sleep(TRY_AGAIN_MS * tries);
      }
    }
  }

  /** With its channel, the broker takes back what this process has. */
  private void giveBack() {
    if (channel != null) {
      channel.abort();
      channel = null;
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}

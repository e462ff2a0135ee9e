package io.dromail.mail;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Small states that all processes on one broker share, and that survive their restarts.
 * Thread-safe.
 */
public interface SharedState {

  /**
   * Changes a state, while nobody else does.
   *
   * @param change from the state as it is, of no length if there was none yet, to the new one; to
   *     be quick, since everybody else waits
   * @param merge of two states that came to be side by side, which only trouble does; whatever the
   *     order, and the same twice is the same
   * @return the new state
   * @throws SharedStateUnavailable if it isn't known whether the change was made, or it wasn't
   */
  byte[] update(String name, UnaryOperator<byte[]> change, BinaryOperator<byte[]> merge)
      throws SharedStateUnavailable, InterruptedException;
}

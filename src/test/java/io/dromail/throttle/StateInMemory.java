package io.dromail.throttle;

import io.dromail.mail.SharedState;
import io.dromail.mail.SharedStateUnavailable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Shared states that need no broker, and count how often they are changed. Thread-safe. */
final class StateInMemory implements SharedState {

  private final Map<String, byte[]> states = new ConcurrentHashMap<>();
  private int changes;
  private boolean away;

  @Override
  public synchronized byte[] update(
      String name, UnaryOperator<byte[]> change, BinaryOperator<byte[]> merge)
      throws SharedStateUnavailable {
    if (away) {
      throw new SharedStateUnavailable("the broker is away", null);
    }
    changes++;
    return states.compute(name, (any, state) -> change.apply(state == null ? new byte[0] : state));
  }

  synchronized int changes() {
    return changes;
  }

  synchronized void goAway() {
    away = true;
  }
}

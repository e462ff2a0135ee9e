package io.dromail.drill;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The drill's own pace: outages that last, and moments that are waited for. */
final class Pause {
  private Pause() {}

  static void millis(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for a condition; returns whether it came true in time. */
  static boolean until(BooleanSupplier condition, long atMostMillis, long everyMillis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(atMostMillis);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      millis(everyMillis);
    }
    return true;
  }
}

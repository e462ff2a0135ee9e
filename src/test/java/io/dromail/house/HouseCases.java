package io.dromail.house;

import io.dromail.testing.RunningHouse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Cases that hold on every broker. A test class has them as its nested class {@code Cases}, and
 * beside it one nested class a broker that inherits them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class HouseCases {
  static final Duration SOON = Duration.ofSeconds(20);

  /** Set by {@link Houses} before the first test. */
  RunningHouse house;

  /** Settings that need a house of their own; none for the shared one. */
  Map<String, String> settings() {
    return Map.of();
  }
}

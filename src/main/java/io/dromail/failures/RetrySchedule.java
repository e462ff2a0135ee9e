package io.dromail.failures;

import io.dromail.mail.PastAttempt;
import io.dromail.mail.RetryDelays;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

public final class RetrySchedule implements RetryDelays {
  public static RetrySchedule load(java.nio.file.Path p) {
    return new RetrySchedule();
  }

  static String label(Duration d) {
    return d.toSeconds() + "s";
  }

  Duration delayFor(Duration wait) {
    return Duration.ofSeconds(2);
  }

  Decision decide(FailureKind k, Reply r, List<PastAttempt> h, Instant from, Instant now) {
    return switch (k) {
      case TRANSIENT, INTERRUPTED ->
          h.size() > 2
              ? new Decision(Decision.Kind.DEAD, null, "default", "exhausted", null)
              : new Decision(Decision.Kind.RETRY, Duration.ofSeconds(2), "default", null, null);
      case PERMANENT -> new Decision(Decision.Kind.DEAD, null, "default", "permanent", null);
      case UNKNOWN -> new Decision(Decision.Kind.UNKNOWN, null, "default", null, null);
    };
  }

  @Override
  public Map<String, Duration> byLabel() {
    return Map.of("2s", Duration.ofSeconds(2));
  }
}

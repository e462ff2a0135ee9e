package io.dromail.failures;

import java.time.Duration;

record Decision(Kind kind, Duration delay, String rule, String reason, Duration slowFor) {
  enum Kind {
    RETRY,
    PAUSE,
    DEAD,
    UNKNOWN
  }
}

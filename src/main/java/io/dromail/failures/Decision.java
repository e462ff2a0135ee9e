package io.dromail.failures;

import java.time.Duration;

/**
 * What becomes of a mail that failed.
 *
 * @param kind what to do
 * @param delay how long it waits, or null if it doesn't
 * @param rule the name of the rule that decided, or empty if {@link FailureClassifier} did
 * @param reason why it's dead, {@code permanent} or {@code exhausted}; else empty
 * @param slowFor how long the profile shall go slowly, or null; independent of the kind
 */
public record Decision(Kind kind, Duration delay, String rule, String reason, Duration slowFor) {

  /** No attempt can help. */
  public static final String PERMANENT = "permanent";

  /** No attempt is left, or the mail is too old for the next one. */
  public static final String EXHAUSTED = "exhausted";

  static Decision of(Kind kind) {
    return new Decision(kind, null, "", "", null);
  }

  static Decision dead(String reason, String rule, Duration slowFor) {
    return new Decision(Kind.DEAD, null, rule, reason, slowFor);
  }

  /** What to do. */
  public enum Kind {
    /** Wait, then another attempt. */
    RETRY,
    /** The whole profile waits; the mail with it, and no attempt is burned. */
    PAUSE,
    /** To the dead letters. */
    DEAD,
    /** Nobody knows whether the mail was taken; the lane's policy decides. */
    UNKNOWN,
    /** This process is stopping; the job stays in its queue. */
    INTERRUPTED
  }
}

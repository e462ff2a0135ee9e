package io.dromail.failures;

import java.time.Duration;
import java.util.List;

/**
 * One rule of the retry schedule.
 *
 * @param name unique in its file; it travels in the mail's history
 * @param line where it stands
 * @param pattern what it fits
 * @param then what happens to the mail
 * @param delays of its attempts; of a pause only one; of death none
 * @param slow how long the profile goes slowly, or null
 */
public record RetryRule(
    String name, int line, ReplyPattern pattern, Then then, List<Duration> delays, Duration slow) {

  /** The rule for what fits no other. */
  public static final String DEFAULT = "default";

  /** What it fits, as a person reads it. */
  public String fits() {
    return name.equals(DEFAULT) ? "every other transient failure" : pattern.words();
  }

  /** What happens then, as a person reads it. */
  public String action() {
    String action =
        switch (then) {
          case RETRY -> Delays.text(delays);
          case PAUSE -> "pause " + Delays.text(delays);
          case DEAD -> "dead";
        };
    return slow == null ? action : "slow " + Delays.label(slow) + "; " + action;
  }

  /** What happens to a mail that the rule fits. */
  public enum Then {
    /** It's tried again after each of the delays. */
    RETRY,
    /** It waits with the whole profile, and no attempt is burned. */
    PAUSE,
    /** It's dead. */
    DEAD
  }
}

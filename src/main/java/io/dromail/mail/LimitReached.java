package io.dromail.mail;

import jakarta.mail.MessagingException;
import java.time.Duration;

/** A limit lets the mail go later; no attempt was made, and none is burned. */
public final class LimitReached extends MessagingException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * Not now.
   *
   * @param limit in words, such as {@code 30 mails a minute of profile office}
   * @param retryAfter how long the mail had better wait
   */
  public LimitReached(String limit, Duration retryAfter) {
    super("reached: " + limit);
    this.retryAfter = retryAfter;
  }

  /** How long the mail had better wait. */
  public Duration retryAfter() {
    return retryAfter;
  }
}

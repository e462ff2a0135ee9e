package io.dromail.mail;

import jakarta.mail.MessagingException;
import java.time.Duration;

/** The provider isn't asked now; no attempt was made. */
public final class ProfilePaused extends MessagingException {

  private static final long serialVersionUID = 1L;

  private final Duration remaining;

  /**
   * Not sent.
   *
   * @param remaining how much longer the pause is
   * @param cause why there is one, in words
   */
  public ProfilePaused(Duration remaining, String cause) {
    super("the profile is paused: " + cause);
    this.remaining = remaining;
  }

  /** How much longer the pause is. */
  public Duration remaining() {
    return remaining;
  }
}

package io.dromail.mail;

/** A shared state can't be had now, or nobody knows whether its change was made. */
public final class SharedStateUnavailable extends Exception {

  private static final long serialVersionUID = 1L;

  /** Says what is in the way, without secrets. */
  public SharedStateUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}

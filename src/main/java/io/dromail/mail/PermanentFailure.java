package io.dromail.mail;

/** Something about this mail that no further attempt can change. */
public class PermanentFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Fails for good.
   *
   * @param message one sentence for the operator, without secrets
   * @param cause what was thrown, or null
   */
  public PermanentFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

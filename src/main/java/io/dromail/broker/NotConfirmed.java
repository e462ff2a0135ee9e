package io.dromail.broker;

/**
 * The broker did not confirm a publish. After a time-out or the loss of the channel the message may
 * or may not be in the queue; after a nack or a return it isn't.
 */
public final class NotConfirmed extends Exception {

  private static final long serialVersionUID = 1L;

  /** Says what happened, without the message. */
  public NotConfirmed(String message, Throwable cause) {
    super(message, cause, false, false);
  }
}

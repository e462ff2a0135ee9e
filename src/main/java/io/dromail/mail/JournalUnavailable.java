package io.dromail.mail;

/** The journal can't be read or written now; mail goes on without it. */
public final class JournalUnavailable extends Exception {

  private static final long serialVersionUID = 1L;

  /** Says what is in the way, without secrets. */
  public JournalUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}

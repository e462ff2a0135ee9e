package io.dromail.mail;

import java.io.IOException;

/** The spool can't take a content now, so the mail isn't accepted; sending again is safe. */
public final class SpoolUnavailable extends IOException {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong with the spool. */
  public SpoolUnavailable(String message, IOException cause) {
    super(message, cause);
  }
}

package io.dromail.contentcheck;

import java.io.IOException;

/** spamd doesn't say what it thinks of a mail; it may later. */
public final class NoVerdict extends IOException {

  private static final long serialVersionUID = 1L;

  NoVerdict(String spamd, String words, Throwable cause) {
    super("spamd " + spamd + " gave no verdict: " + words, cause);
  }
}

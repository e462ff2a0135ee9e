package io.dromail.settings;

/** A setting that is missing or wrong; the message is the one sentence that the operator reads. */
public final class BadSetting extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong, and what would be right; never a secret. */
  public BadSetting(String sentence) {
    super(sentence, null, false, false);
  }
}

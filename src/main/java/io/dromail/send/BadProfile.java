package io.dromail.send;

/** A profile that can't be used as it's written; the message is one sentence, without secrets. */
final class BadProfile extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Of a sentence that begins with the profile. */
  BadProfile(String sentence) {
    super(sentence);
  }

  BadProfile(String profile, String sentence) {
    super("profile " + profile + ": " + sentence);
  }
}

package io.dromail.send;

/** No access token can be had. One sentence, without a secret; several threads may share it. */
final class TokenFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean ofCredentials;

  /**
   * A failure.
   *
   * @param ofCredentials whether asking again is of no use until somebody mends the settings
   */
  TokenFailure(boolean ofCredentials, String sentence) {
    super(sentence, null, false, false);
    this.ofCredentials = ofCredentials;
  }

  boolean isOfCredentials() {
    return ofCredentials;
  }
}

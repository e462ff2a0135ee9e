package io.dromail.smtp;

/**
 * A server's reply (RFC 5321 section 4.2).
 *
 * @param text all its lines as they came, with their codes, separated by {@code \n}
 */
public record Reply(int code, String text) {

  /** Whether the command is done. */
  public boolean isPositive() {
    return code >= 200 && code < 300;
  }

  /** Whether the command failed. */
  public boolean isNegative() {
    return code >= 400;
  }

  /** Whether the server closes the connection (RFC 5321 section 3.8). */
  public boolean closes() {
    return code == 421;
  }

  /** Whether the server doesn't know the command or its parameter (RFC 5321 section 4.2.4). */
  boolean isAboutSyntax() {
    return code >= 500 && code <= 504;
  }
}

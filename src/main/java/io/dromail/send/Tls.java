package io.dromail.send;

import java.util.Locale;

/** How a connection is protected. */
enum Tls {
  /** TLS from the first byte (RFC 8314 section 3.3). */
  IMPLICIT,
  /** STARTTLS (RFC 3207), or no mail. */
  STARTTLS_REQUIRED,
  /** STARTTLS if it's offered; required once it was, and wherever there's a login. */
  STARTTLS_OPTIONAL,
  /** Clear text, on this machine only. */
  NONE,
  /** Clear text, wherever the server is. */
  NONE_FORCED;

  /**
   * Reads a mode; {@code required} and {@code optional} are short for STARTTLS.
   *
   * @throws IllegalArgumentException with the rest of a sentence
   */
  static Tls of(String text) {
    return switch (text) {
      case "required" -> STARTTLS_REQUIRED;
      case "optional" -> STARTTLS_OPTIONAL;
      default -> named(text);
    };
  }

  /** Whether nothing protects the connection. */
  boolean isClear() {
    return this == NONE || this == NONE_FORCED;
  }

  private static Tls named(String text) {
    for (Tls mode : values()) {
      if (mode.toString().equals(text)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "tls must be implicit, starttls-required, starttls-optional, none (to this machine) or"
            + " none-forced");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package io.dromail.send;

import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;

/** How a user is proven to a server (RFC 4954), by the names that profiles use. */
enum Mechanism {
  /** No login. */
  NONE,
  /** LOGIN or PLAIN, whichever the server offers; what Angus Mail picks. */
  AUTO,
  /** RFC 4616. */
  PLAIN,
  /** The older of the two; some servers know no other. */
  LOGIN,
  /** RFC 2195: the password doesn't travel. */
  CRAM_MD5,
  /** An OAuth access token in the password's place. */
  XOAUTH2;

  /**
   * The one of that name.
   *
   * @throws IllegalArgumentException with what there is, to follow "mechanism must be"
   */
  static Mechanism of(String name) {
    return Arrays.stream(values())
        .filter(mechanism -> mechanism.toString().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Arrays.stream(values())
                        .map(Mechanism::toString)
                        .collect(Collectors.joining(", "))));
  }

  /** Prepares a Jakarta Mail session; nothing weaker is used if the server doesn't offer this. */
  void configure(Properties session, String prefix) {
    session.setProperty(prefix + "auth", Boolean.toString(this != NONE));
    if (this == NONE || this == AUTO) {
      return;
    }
    String name = toString().toUpperCase(Locale.ROOT);
    // Without SASL's the library falls back to this list, which has LOGIN and PLAIN by default.
    session.setProperty(prefix + "auth.mechanisms", name);
    if (this == CRAM_MD5 || this == XOAUTH2) {
      // The library's own XOAUTH2 gives up at the 334 before a 535; its SASL client goes on.
      session.setProperty(prefix + "sasl.enable", "true");
      session.setProperty(prefix + "sasl.mechanisms", name);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

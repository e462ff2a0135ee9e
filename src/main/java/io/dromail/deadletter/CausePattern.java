package io.dromail.deadletter;

/**
 * A cause without what differs from mail to mail, so that letters with the same cause make one
 * group: addresses and long numbers or identifiers become an asterisk.
 */
final class CausePattern {

  private static final int LENGTH_AT_MOST = 1000;

  private CausePattern() {}

  static String of(String cause) {
    String pattern =
        cause
            .replaceAll("<?[^\\s<>@]+@[^\\s<>:,;]+>?", "*")
            // 5 digits and more, or letters and digits mixed: a queue id, a session, a time.
            .replaceAll("\\b(?=\\w*\\d)(?=\\w*[A-Za-z])[\\w-]{8,}\\b|\\b\\d{5,}\\b", "*")
            .strip();
    return pattern.length() <= LENGTH_AT_MOST ? pattern : pattern.substring(0, LENGTH_AT_MOST);
  }
}

package io.dromail.ingest;

import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import java.nio.charset.StandardCharsets;

/**
 * Which addresses mail can be sent to: RFC 5321 section 4.1.2, and RFC 6531 section 3.3 for letters
 * of any script before the {@code @}, without what no provider takes: comments, source routes, IP
 * addresses. Stateless.
 */
final class AddressSyntax {

  /** RFC 5321 section 4.5.3.1.1, in octets. */
  private static final int LOCAL_PART_AT_MOST = 64;

  /** RFC 5321 section 4.5.3.1.3, in octets, without the angle brackets. */
  private static final int AT_MOST = 254;

  private static final EmailValidator SYNTAX =
      JMail.strictValidator()
          .disallowExplicitSourceRouting()
          .disallowObsoleteWhitespace()
          .disallowIpDomain();

  private AddressSyntax() {}

  /** Judges an addr-spec whose domain is in ASCII already, if it is one. */
  static boolean allows(String email) {
    int at = email.lastIndexOf('@');
    return at > 0
        && octets(email.substring(0, at)) <= LOCAL_PART_AT_MOST
        && octets(email) <= AT_MOST
        && email.indexOf('(') < 0
        && isInAscii(email, at)
        && areVisible(email)
        && SYNTAX.isValid(email);
  }

  private static int octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean isInAscii(String email, int from) {
    for (int i = from; i < email.length(); i++) {
      char c = email.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static boolean areVisible(String email) {
    for (int i = 0; i < email.length(); i += Character.charCount(email.codePointAt(i))) {
      if (!isVisible(email.codePointAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Blanks, controls and marks that turn the direction of text would make an address a lie. */
  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> character == ' ';
      default -> true;
    };
  }
}

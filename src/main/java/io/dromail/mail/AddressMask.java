package io.dromail.mail;

/**
 * Masks the mail addresses in a line: {@code a***@example.org} for {@code ada@example.org}. The
 * domain stays, because providers fail by domain. For what more people read than the mail is of.
 * Thread-safe.
 */
public final class AddressMask {

  /** For words as they are. */
  public static final AddressMask PLAIN = new AddressMask("\"");

  private static final String MASK = "***";
  private static final String NEVER_UNQUOTED = "\"<>()[],;:=/\\";

  private final String quote;

  /**
   * For lines of a format.
   *
   * @param quote how it writes the quotation marks of a local part (RFC 5321 section 4.1.2)
   */
  public AddressMask(String quote) {
    this.quote = quote;
  }

  /** The line with its addresses masked. */
  public String mask(String line) {
    int at = line.indexOf('@');
    if (at < 0) {
      return line;
    }
    StringBuilder masked = new StringBuilder(line.length());
    int done = 0;
    for (; at >= 0; at = line.indexOf('@', at + 1)) {
      int start = localPart(line, done, at);
      if (start < at && isDomain(line, at + 1)) {
        int shown =
            line.startsWith(quote, start)
                ? quote.length()
                : Character.charCount(line.codePointAt(start));
        masked.append(line, done, start + shown).append(MASK);
        done = at;
      }
    }
    return masked.append(line, done, line.length()).toString();
  }

  private int localPart(String line, int from, int at) {
    if (line.startsWith(quote, at - quote.length())) {
      int opening = line.lastIndexOf(quote, at - quote.length() - 1);
      return opening < from ? at : opening;
    }
    int start = at;
    while (start > from && isUnquoted(line.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static boolean isUnquoted(char character) {
    return character > ' ' && NEVER_UNQUOTED.indexOf(character) < 0;
  }

  private static boolean isDomain(String line, int index) {
    return index < line.length() && Character.isLetterOrDigit(line.codePointAt(index));
  }
}

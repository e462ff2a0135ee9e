package io.dromail.enrich;

/**
 * Text under way: runs of white space become one blank, line ends are at most as many as asked for.
 */
final class TextLines {

  private final StringBuilder text = new StringBuilder();
  private int lineEnds;
  private boolean blank;

  /** Prints words with their white space collapsed; what has no width is left out. */
  void print(String words) {
    int length = words.length();
    int at = 0;
    while (at < length) {
      int start = at;
      while (at < length && isPlain(words.charAt(at))) {
        at++;
      }
      if (at > start) {
        separate();
        text.append(words, start, at);
      }
      while (at < length && !isPlain(words.charAt(at))) {
        blank |= isSpace(words.charAt(at++));
      }
    }
  }

  private static boolean isPlain(char c) {
    return c > ' ' && c < 0x7f
        || c > '\u00a0' && c != '\u200b' && c != '\ufeff' && c != '\u00ad' && !isSpace(c);
  }

  private static boolean isSpace(char c) {
    return c == '\u00a0' || Character.isWhitespace(c);
  }

  /** What comes next is so many lines further down; asking twice isn't asking for more. */
  void breakLine(int count) {
    lineEnds = Math.max(lineEnds, count);
  }

  /** Begins the item of a list. */
  void item() {
    breakLine(1);
    print("- ");
  }

  /** Ends the cell of a table. */
  void cell() {
    blank = true;
  }

  int length() {
    return text.length();
  }

  String since(int start) {
    return text.substring(start);
  }

  /** The whole text, with one line end behind it. */
  String end() {
    return text.append('\n').toString();
  }

  private void separate() {
    if (!text.isEmpty()) {
      if (lineEnds > 0) {
        text.append("\n".repeat(lineEnds));
      } else if (blank) {
        text.append(' ');
      }
    }
    lineEnds = 0;
    blank = false;
  }
}

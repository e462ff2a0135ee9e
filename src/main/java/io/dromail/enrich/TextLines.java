package io.dromail.enrich;

import java.util.Arrays;

/**
 * Text under way: runs of white space become one blank, line ends are at most as many as asked for.
 */
final class TextLines {

  private char[] text;
  private int length;
  private int lineEnds;
  private boolean blank;

  /** With room for so many characters; it grows if there are more. */
  TextLines(int room) {
    text = new char[room + 1];
  }

  void print(String words) {
    print(words.toCharArray(), 0, words.length());
  }

  /** Prints words with their white space collapsed; what has no width is left out. */
  void print(char[] words, int from, int to) {
    int at = from;
    while (at < to) {
      while (at < to && !isPlain(words[at])) {
        blank |= isSpace(words[at++]);
      }
      int start = at;
      at = endOfLine(words, at, to);
      if (at > start) {
        separate();
        append(words, start, at);
      }
    }
  }

  /**
   * Where words end that are one blank apart, so that they can be printed as they are; from the
   * beginning of one.
   */
  private static int endOfLine(char[] words, int from, int to) {
    int at = from;
    while (at < to) {
      char c = words[at];
      if (!isPlain(c) && !(c == ' ' && at + 1 < to && isPlain(words[at + 1]))) {
        return at;
      }
      at++;
    }
    return at;
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
    return length;
  }

  String since(int start) {
    return new String(text, start, length - start);
  }

  /** The whole text, with one line end behind it. */
  String end() {
    append('\n');
    return since(0);
  }

  private void separate() {
    if (length > 0) {
      for (int i = 0; i < lineEnds; i++) {
        append('\n');
      }
      if (lineEnds == 0 && blank) {
        append(' ');
      }
    }
    lineEnds = 0;
    blank = false;
  }

  private void append(char c) {
    makeRoom(1);
    text[length++] = c;
  }

  private void append(char[] words, int from, int to) {
    makeRoom(to - from);
    System.arraycopy(words, from, text, length, to - from);
    length += to - from;
  }

  private void makeRoom(int more) {
    if (text.length - length < more) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, length + more));
    }
  }
}

package io.dromail.enrich;

import java.util.Locale;

/**
 * The attributes of a tag, read when somebody asks: nobody asks about those of most tags. Stateless
 * but for its place in the text.
 */
final class HtmlAttributes {

  private final char[] html;
  private final int from;
  private final int to;
  private int at;

  /** Of what stands between the tag's name and its end. */
  HtmlAttributes(char[] html, int from, int to) {
    this.html = html;
    this.from = from;
    this.to = to;
  }

  /** The value, with its entities resolved; empty if there is none. */
  String get(String name) {
    String value = find(name);
    return value == null ? "" : HtmlEntities.inAttribute(value);
  }

  /** Whether they say that the element is not shown. */
  boolean hide() {
    if (!mayHide()) {
      return false;
    }
    String style = find("style");
    return find("hidden") != null
        || style != null
            && style.replace(" ", "").toLowerCase(Locale.ROOT).contains("display:none");
  }

  /** A first look, as nearly all don't: whether there is {@code hidden} or {@code none}. */
  private boolean mayHide() {
    for (int i = from; i < to - 3; i++) {
      char c = lower(i);
      if (c == 'n' && has("none", i) || c == 'h' && has("hidden", i)) {
        return to - from >= "hidden".length();
      }
    }
    return false;
  }

  private boolean has(String word, int start) {
    if (to - start < word.length()) {
      return false;
    }
    for (int i = 1; i < word.length(); i++) {
      if (lower(start + i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Right for letters of ASCII. */
  private char lower(int index) {
    return (char) (html[index] | 0x20);
  }

  /** The first value of that name, empty if it has none, or null if there is no such attribute. */
  private String find(String wanted) {
    at = from;
    while (at < to) {
      int start = at;
      while (at < to && !endsName(html[at])) {
        at++;
      }
      int end = at;
      if (end == start) {
        at++;
        continue;
      }
      boolean found = end - start == wanted.length() && wanted.equalsIgnoreCase(text(start, end));
      skipSpace();
      int value = at;
      if (at < to && html[at] == '=') {
        at++;
        skipSpace();
        value = at;
        skipValue();
      }
      if (found) {
        return unquoted(value);
      }
    }
    return null;
  }

  /** The value that has just been skipped. */
  private String unquoted(int start) {
    if (start == at || !isQuote(html[start])) {
      return text(start, at);
    }
    boolean closed = at - 1 > start && html[at - 1] == html[start];
    return text(start + 1, closed ? at - 1 : at);
  }

  private void skipValue() {
    if (at < to && isQuote(html[at])) {
      char quote = html[at++];
      while (at < to && html[at] != quote) {
        at++;
      }
      at = Math.min(at + 1, to);
      return;
    }
    while (at < to && !isSpace(html[at]) && html[at] != '>') {
      at++;
    }
  }

  private void skipSpace() {
    while (at < to && Character.isWhitespace(html[at])) {
      at++;
    }
  }

  private static boolean endsName(char c) {
    return c == '=' || isSpace(c) || c == '/' || c == '>';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private String text(int start, int end) {
    return new String(html, start, end - start);
  }
}

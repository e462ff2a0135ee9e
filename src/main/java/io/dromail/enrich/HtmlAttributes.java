package io.dromail.enrich;

import java.util.Locale;
import org.jsoup.parser.Parser;

/**
 * The attributes of a tag, read when somebody asks: nobody asks about those of most tags. Stateless
 * but for its text.
 */
final class HtmlAttributes {

  private final String text;
  private int at;

  /** Of what stands between the tag's name and its end. */
  HtmlAttributes(String text) {
    this.text = text;
  }

  /** The value, with its entities resolved; empty if there is none. */
  String get(String name) {
    String value = find(name);
    return value == null ? "" : Parser.unescapeEntities(value, true);
  }

  /** Whether they say that the element is not shown. */
  boolean hide() {
    if (text.length() < "hidden".length()) {
      return false;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.contains("none") && !lower.contains("hidden")) {
      return false;
    }
    String style = find("style");
    return find("hidden") != null
        || style != null
            && style.replace(" ", "").toLowerCase(Locale.ROOT).contains("display:none");
  }

  /** The first value of that name, empty if it has none, or null if there is no such attribute. */
  private String find(String wanted) {
    at = 0;
    while (at < text.length()) {
      int start = at;
      while (at < text.length() && "= \t\r\n/>".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      if (at == start) {
        at++;
        continue;
      }
      String name = text.substring(start, at);
      skipSpace();
      String value = "";
      if (at < text.length() && text.charAt(at) == '=') {
        at++;
        skipSpace();
        value = value();
      }
      if (name.equalsIgnoreCase(wanted)) {
        return value;
      }
    }
    return null;
  }

  private String value() {
    char quote = at < text.length() ? text.charAt(at) : ' ';
    int start = at;
    if (quote == '"' || quote == '\'') {
      int end = text.indexOf(quote, at + 1);
      at = end < 0 ? text.length() : end + 1;
      return text.substring(start + 1, end < 0 ? text.length() : end);
    }
    while (at < text.length() && " \t\r\n>".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}

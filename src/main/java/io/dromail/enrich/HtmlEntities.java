package io.dromail.enrich;

import java.util.Map;
import org.jsoup.parser.Parser;

/**
 * Resolves the entities in a text. Those that FreeMarker's escaping writes are looked up; for any
 * other, jsoup reads the text, which sets a whole parser up. Stateless.
 */
final class HtmlEntities {

  private static final int LONGEST = 6;
  private static final Map<String, String> COMMON =
      Map.of(
          "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "#39", "'", "apos", "'", "nbsp",
          "\u00a0");

  private HtmlEntities() {}

  /** The text as a reader sees it. */
  static String inText(String text) {
    return resolve(text, false);
  }

  /**
   * The value of an attribute, where an entity without its semicolon may be a part of an address.
   */
  static String inAttribute(String value) {
    return value.indexOf('&') < 0 ? value : resolve(value, true);
  }

  private static String resolve(String text, boolean inAttribute) {
    StringBuilder resolved = new StringBuilder(text.length());
    int done = 0;
    for (int at = text.indexOf('&'); at >= 0; at = text.indexOf('&', done)) {
      int end = text.indexOf(';', at);
      String known = end < 0 || end - at > LONGEST ? null : COMMON.get(text.substring(at + 1, end));
      if (known == null) {
        return Parser.unescapeEntities(text, inAttribute);
      }
      resolved.append(text, done, at).append(known);
      done = end + 1;
    }
    return resolved.append(text, done, text.length()).toString();
  }
}

package io.dromail.enrich;

import java.util.Locale;
import java.util.Set;

/**
 * The name of an element, in lower case, and how the element stands in a text. Those that are known
 * are found without a new string: a mail has hundreds of tags, and few names.
 *
 * @param isVoid whether it has no content, and no end tag
 * @param isRaw whether its content is not HTML
 */
record HtmlTag(String name, Kind kind, boolean isVoid, boolean isRaw) {

  /** How an element stands in a text. */
  enum Kind {
    INLINE,
    LINE,
    PARAGRAPH,
    HIDDEN,
    BREAK,
    ITEM,
    IMAGE,
    LINK,
    CELL,
    BODY
  }

  private static final Set<String> VOID =
      Set.of("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr");
  private static final Set<String> RAW = Set.of("script", "style", "title", "textarea");

  /** A power of two, and large enough for few of them to share a place. */
  private static final HtmlTag[] KNOWN = new HtmlTag[512];

  static {
    know(
        Kind.LINE,
        "div tr tbody thead tfoot caption section article header footer main nav aside address"
            + " figure figcaption form fieldset dl dt dd center details summary html");
    know(Kind.PARAGRAPH, "p h1 h2 h3 h4 h5 h6 table ul ol blockquote hr pre");
    know(Kind.HIDDEN, "head style script title template");
    know(Kind.CELL, "td th");
    know(Kind.INLINE, "b i u em strong span font small meta col");
    know(Kind.BREAK, "br");
    know(Kind.ITEM, "li");
    know(Kind.IMAGE, "img");
    know(Kind.LINK, "a");
    know(Kind.BODY, "body");
  }

  private static void know(Kind kind, String names) {
    for (String name : names.split(" ")) {
      int place = place(name.toCharArray(), 0, name.length());
      while (KNOWN[place] != null) {
        place = next(place);
      }
      KNOWN[place] = of(name, kind);
    }
  }

  /** The tag whose name this is, in any case. */
  static HtmlTag of(char[] html, int from, int to) {
    int place = place(html, from, to);
    while (KNOWN[place] != null) {
      if (KNOWN[place].isNamed(html, from, to)) {
        return KNOWN[place];
      }
      place = next(place);
    }
    String name = new String(html, from, to - from).toLowerCase(Locale.ROOT);
    return of(name, Kind.INLINE);
  }

  private static HtmlTag of(String name, Kind kind) {
    return new HtmlTag(name, kind, VOID.contains(name), RAW.contains(name));
  }

  private boolean isNamed(char[] html, int from, int to) {
    if (name.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (lower(html[i]) != name.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  /** A name has at least one letter. */
  private static int place(char[] html, int from, int to) {
    int ends = lower(html[from]) * 31 + lower(html[to - 1]);
    return (ends * 31 + to - from) & KNOWN.length - 1;
  }

  private static int next(int place) {
    return place + 1 & KNOWN.length - 1;
  }

  /** As names that are known are in ASCII, nothing else has to be right. */
  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
  }
}

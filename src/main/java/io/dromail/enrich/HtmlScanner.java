package io.dromail.enrich;

import java.util.Locale;
import java.util.Set;

/**
 * Reads HTML from left to right and tells of its texts and tags, without building a tree: the text
 * part of a mail needs none, and building it took a quarter of the time of the whole mail. Never
 * fails; what isn't a tag is text.
 */
final class HtmlScanner {

  /** Elements whose content is not HTML. */
  private static final Set<String> RAW = Set.of("script", "style", "title", "textarea");

  private final String html;
  private final Listener listener;
  private int at;

  HtmlScanner(String html, Listener listener) {
    this.html = html;
    this.listener = listener;
  }

  /** Is told what there is, in the order of the document; names are in lower case. */
  interface Listener {
    void text(String words);

    void open(String name, HtmlAttributes attributes);

    void close(String name);
  }

  void scan() {
    while (at < html.length()) {
      int tag = html.indexOf('<', at);
      if (tag < 0) {
        tag = html.length();
      }
      say(at, tag);
      at = tag;
      if (at < html.length()) {
        tag();
      }
    }
  }

  private void say(int from, int to) {
    if (from < to) {
      String words = html.substring(from, to);
      listener.text(words.indexOf('&') < 0 ? words : HtmlEntities.resolve(words));
    }
  }

  private void tag() {
    if (html.startsWith("<!--", at)) {
      skipBehind("-->", at + 4);
    } else if (html.startsWith("<!", at) || html.startsWith("<?", at)) {
      skipBehind(">", at);
    } else if (html.startsWith("</", at) && isLetter(at + 2)) {
      at += 2;
      String name = name();
      skipBehind(">", at);
      listener.close(name);
    } else if (isLetter(at + 1)) {
      at++;
      open();
    } else {
      say(at, at + 1);
      at++;
    }
  }

  private void open() {
    String name = name();
    int start = at;
    skipAttributes();
    listener.open(name, new HtmlAttributes(html.substring(start, Math.min(at, html.length()))));
    at++;
    if (RAW.contains(name)) {
      skipTo(name);
    }
  }

  /** To the end of the tag; a {@code >} inside quotes isn't one. */
  private void skipAttributes() {
    while (at < html.length() && html.charAt(at) != '>') {
      char c = html.charAt(at++);
      if (c == '=') {
        skipSpace();
        skipQuoted();
      }
    }
  }

  private void skipQuoted() {
    char quote = at < html.length() ? html.charAt(at) : ' ';
    if (quote == '"' || quote == '\'') {
      int end = html.indexOf(quote, at + 1);
      at = end < 0 ? html.length() : end + 1;
    }
  }

  /** Goes on at the end tag of an element whose content is not HTML. */
  private void skipTo(String name) {
    int end = html.indexOf("</", at);
    while (end >= 0 && !html.regionMatches(true, end + 2, name, 0, name.length())) {
      end = html.indexOf("</", end + 2);
    }
    at = end < 0 ? html.length() : end;
  }

  private String name() {
    int start = at;
    while (at < html.length() && " \t\r\n/>".indexOf(html.charAt(at)) < 0) {
      at++;
    }
    return html.substring(start, at).toLowerCase(Locale.ROOT);
  }

  private void skipSpace() {
    while (at < html.length() && Character.isWhitespace(html.charAt(at))) {
      at++;
    }
  }

  private void skipBehind(String end, int from) {
    int found = html.indexOf(end, from);
    at = found < 0 ? html.length() : found + end.length();
  }

  private boolean isLetter(int index) {
    char c = index < html.length() ? html.charAt(index) : ' ';
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}

package io.dromail.enrich;

/**
 * Reads HTML from left to right and tells of its texts and tags, without building a tree: the text
 * part of a mail needs none, and building it took a quarter of the time of the whole mail. Never
 * fails; what isn't a tag is text.
 */
final class HtmlScanner {

  private final String html;

  /** The same: reading it character by character is cheaper here, and searching in the string. */
  private final char[] chars;

  private final Listener listener;
  private int at;
  private int entity = -1;

  HtmlScanner(String html, Listener listener) {
    this.html = html;
    this.chars = html.toCharArray();
    this.listener = listener;
  }

  /** Is told what there is, in the order of the document. */
  interface Listener {

    /** Of characters that are only lent. */
    void text(char[] words, int from, int to);

    void open(HtmlTag tag, HtmlAttributes attributes);

    void close(HtmlTag tag);
  }

  void scan() {
    while (at < chars.length) {
      int tag = html.indexOf('<', at);
      if (tag < 0) {
        tag = chars.length;
      }
      say(at, tag);
      at = tag;
      if (at < chars.length) {
        tag();
      }
    }
  }

  private void say(int from, int to) {
    if (from < to && hasEntity(from, to)) {
      char[] words = HtmlEntities.inText(html.substring(from, to)).toCharArray();
      listener.text(words, 0, words.length);
    } else if (from < to) {
      listener.text(chars, from, to);
    }
  }

  /** Looks for the next one only when the last one is passed, else each text would look again. */
  private boolean hasEntity(int from, int to) {
    if (entity < from) {
      int next = html.indexOf('&', from);
      entity = next < 0 ? chars.length : next;
    }
    return entity < to;
  }

  private void tag() {
    char next = at + 1 < chars.length ? chars[at + 1] : ' ';
    if (isLetter(at + 1)) {
      at++;
      open();
    } else if (next == '/' && isLetter(at + 2)) {
      at += 2;
      HtmlTag tag = name();
      skipBehind(">", at);
      listener.close(tag);
    } else if (next == '!' || next == '?') {
      boolean comment = html.startsWith("<!--", at);
      skipBehind(comment ? "-->" : ">", comment ? at + 4 : at);
    } else {
      say(at, at + 1);
      at++;
    }
  }

  private void open() {
    HtmlTag tag = name();
    int start = at;
    skipAttributes();
    listener.open(tag, new HtmlAttributes(chars, start, at));
    at++;
    if (tag.isRaw()) {
      skipTo(tag.name());
    }
  }

  /** To the end of the tag; a {@code >} inside quotes isn't one. */
  private void skipAttributes() {
    while (at < chars.length && chars[at] != '>') {
      if (chars[at++] == '=') {
        skipSpace();
        skipQuoted();
      }
    }
  }

  private void skipQuoted() {
    char quote = at < chars.length ? chars[at] : ' ';
    if (quote == '"' || quote == '\'') {
      int end = html.indexOf(quote, at + 1);
      at = end < 0 ? chars.length : end + 1;
    }
  }

  /** Goes on at the end tag of an element whose content is not HTML. */
  private void skipTo(String name) {
    int end = html.indexOf("</", at);
    while (end >= 0 && !html.regionMatches(true, end + 2, name, 0, name.length())) {
      end = html.indexOf("</", end + 2);
    }
    at = end < 0 ? chars.length : end;
  }

  private HtmlTag name() {
    int start = at;
    while (at < chars.length && !endsName(chars[at])) {
      at++;
    }
    return HtmlTag.of(chars, start, at);
  }

  private static boolean endsName(char c) {
    return c == '>' || c == ' ' || c == '/' || c == '\n' || c == '\r' || c == '\t';
  }

  private void skipSpace() {
    while (at < chars.length && Character.isWhitespace(chars[at])) {
      at++;
    }
  }

  private void skipBehind(String end, int from) {
    int found = html.indexOf(end, from);
    at = found < 0 ? chars.length : found + end.length();
  }

  private boolean isLetter(int index) {
    char c = index < chars.length ? chars[index] : ' ';
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}

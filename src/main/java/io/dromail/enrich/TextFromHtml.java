package io.dromail.enrich;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Makes the text part of a mail that has only HTML: block elements on lines of their own, cells
 * apart, list items with a dash, links with their address. What isn't shown isn't printed.
 */
final class TextFromHtml implements HtmlScanner.Listener {

  private final TextLines lines;
  private final Deque<Link> links = new ArrayDeque<>();
  private HtmlTag hiddenBy;
  private int hiddenDepth;

  private TextFromHtml(int length) {
    lines = new TextLines(length);
  }

  static String convert(String html) {
    TextFromHtml converter = new TextFromHtml(html.length());
    new HtmlScanner(html, converter).scan();
    return converter.lines.end();
  }

  @Override
  public void text(char[] words, int from, int to) {
    if (hiddenBy == null) {
      lines.print(words, from, to);
    }
  }

  @Override
  public void open(HtmlTag tag, HtmlAttributes attributes) {
    if (hiddenBy != null && tag.kind() != HtmlTag.Kind.BODY) {
      hiddenDepth += isHiding(tag) ? 1 : 0;
      return;
    }
    hiddenBy = null;
    if (tag.kind() == HtmlTag.Kind.HIDDEN || attributes.hide()) {
      hiddenBy = tag.isVoid() ? null : tag;
      hiddenDepth = 1;
      return;
    }
    switch (tag.kind()) {
      case BREAK -> lines.breakLine(1);
      case ITEM -> lines.item();
      case IMAGE -> image(attributes.get("alt").strip());
      case LINK -> links.push(new Link(attributes.get("href").strip(), lines.length()));
      default -> breakAround(tag);
    }
  }

  @Override
  public void close(HtmlTag tag) {
    if (hiddenBy != null) {
      hiddenDepth -= isHiding(tag) ? 1 : 0;
      hiddenBy = hiddenDepth == 0 ? null : hiddenBy;
    } else if (tag.kind() == HtmlTag.Kind.CELL) {
      lines.cell();
    } else if (tag.kind() == HtmlTag.Kind.LINK && !links.isEmpty()) {
      end(links.pop());
    } else {
      breakAround(tag);
    }
  }

  private boolean isHiding(HtmlTag tag) {
    return tag.name().equals(hiddenBy.name());
  }

  private void image(String alt) {
    if (!alt.isEmpty()) {
      lines.print("[" + alt + "]");
    }
  }

  private void end(Link link) {
    boolean said = lines.since(link.start).contains(link.address);
    if (!link.address.isEmpty() && !link.address.startsWith("#") && !said) {
      lines.print(" (" + link.address + ")");
    }
  }

  private void breakAround(HtmlTag tag) {
    switch (tag.kind()) {
      case PARAGRAPH -> lines.breakLine(2);
      case LINE, ITEM, BODY -> lines.breakLine(1);
      default -> {}
    }
  }

  private record Link(String address, int start) {}
}

package io.dromail.enrich;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Makes the text part of a mail that has only HTML: block elements on lines of their own, cells
 * apart, list items with a dash, links with their address. What isn't shown isn't printed.
 */
final class TextFromHtml implements HtmlScanner.Listener {

  private static final Set<String> HIDDEN = Set.of("head", "style", "script", "title", "template");
  private static final Set<String> VOID =
      Set.of("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr");
  private static final Set<String> PARAGRAPHS =
      Set.of(
          "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "hr", "pre");
  private static final Set<String> LINES =
      Set.of(
          "div",
          "li",
          "tr",
          "tbody",
          "thead",
          "tfoot",
          "caption",
          "section",
          "article",
          "header",
          "footer",
          "main",
          "nav",
          "aside",
          "address",
          "figure",
          "figcaption",
          "form",
          "fieldset",
          "dl",
          "dt",
          "dd",
          "center",
          "details",
          "summary",
          "html",
          "body");

  private final TextLines lines = new TextLines();
  private final Deque<Link> links = new ArrayDeque<>();
  private String hiddenBy;
  private int hiddenDepth;

  private TextFromHtml() {}

  static String convert(String html) {
    TextFromHtml converter = new TextFromHtml();
    new HtmlScanner(html, converter).scan();
    return converter.lines.end();
  }

  @Override
  public void text(String words) {
    if (hiddenBy == null) {
      lines.print(words);
    }
  }

  @Override
  public void open(String name, HtmlAttributes attributes) {
    if (hiddenBy != null && !name.equals("body")) {
      hiddenDepth += name.equals(hiddenBy) ? 1 : 0;
      return;
    }
    hiddenBy = null;
    if (HIDDEN.contains(name) || attributes.hide()) {
      hiddenBy = VOID.contains(name) ? null : name;
      hiddenDepth = 1;
    } else if (name.equals("br")) {
      lines.breakLine(1);
    } else if (name.equals("li")) {
      lines.item();
    } else if (name.equals("img")) {
      String alt = attributes.get("alt").strip();
      lines.print(alt.isEmpty() ? "" : "[" + alt + "]");
    } else if (name.equals("a")) {
      links.push(new Link(attributes.get("href").strip(), lines.length()));
    } else {
      breakAround(name);
    }
  }

  @Override
  public void close(String name) {
    if (hiddenBy != null) {
      hiddenDepth -= name.equals(hiddenBy) ? 1 : 0;
      hiddenBy = hiddenDepth == 0 ? null : hiddenBy;
    } else if (name.equals("td") || name.equals("th")) {
      lines.cell();
    } else if (name.equals("a") && !links.isEmpty()) {
      Link link = links.pop();
      boolean said = lines.since(link.start).contains(link.address);
      if (!link.address.isEmpty() && !link.address.startsWith("#") && !said) {
        lines.print(" (" + link.address + ")");
      }
    } else {
      breakAround(name);
    }
  }

  private void breakAround(String name) {
    if (PARAGRAPHS.contains(name)) {
      lines.breakLine(2);
    } else if (LINES.contains(name)) {
      lines.breakLine(1);
    }
  }

  private record Link(String address, int start) {}
}

package io.dromail.enrich;

import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/**
 * Makes the text part of a mail that has only HTML: block elements on lines of their own, cells
 * apart, list items with a dash, links with their address. What isn't shown isn't printed.
 * Stateless.
 */
final class TextFromHtml {

  private static final Set<String> HIDDEN = Set.of("head", "style", "script", "title", "template");
  private static final Set<String> PARAGRAPHS =
      Set.of(
          "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "hr", "pre");

  private TextFromHtml() {}

  static String convert(String html) {
    Printer printer = new Printer();
    NodeTraversor.filter(printer, Jsoup.parse(html));
    return printer.text();
  }

  private static final class Printer implements NodeFilter {

    private final StringBuilder text = new StringBuilder();
    private int lineEnds;
    private boolean space;

    @Override
    public FilterResult head(Node node, int depth) {
      if (node instanceof TextNode words) {
        print(words.getWholeText());
      } else if (node instanceof Element element) {
        return open(element);
      }
      return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
      if (node instanceof Element element) {
        close(element);
      }
      return FilterResult.CONTINUE;
    }

    private FilterResult open(Element element) {
      String name = element.normalName();
      if (HIDDEN.contains(name) || isHidden(element)) {
        return FilterResult.SKIP_ENTIRELY;
      }
      if (name.equals("br")) {
        lineEnds = Math.max(lineEnds, 1);
      } else if (name.equals("li")) {
        breakLine(1);
        print("- ");
        space = true;
      } else if (name.equals("img") && !element.attr("alt").isBlank()) {
        print("[" + element.attr("alt").strip() + "]");
      } else if (element.isBlock() && !isCell(name)) {
        breakLine(PARAGRAPHS.contains(name) ? 2 : 1);
      }
      return FilterResult.CONTINUE;
    }

    private static boolean isHidden(Element element) {
      String style = element.attr("style").replace(" ", "").toLowerCase(Locale.ROOT);
      return element.hasAttr("hidden") || style.contains("display:none");
    }

    private static boolean isCell(String name) {
      return name.equals("td") || name.equals("th");
    }

    private void close(Element element) {
      String name = element.normalName();
      if (isCell(name)) {
        space = true;
        text.append(text.isEmpty() || lineEnds > 0 ? "" : " ");
      } else if (name.equals("a")) {
        String address = element.attr("href");
        if (!address.isBlank() && !address.startsWith("#") && !element.text().contains(address)) {
          print(" (" + address + ")");
        }
      } else if (element.isBlock()) {
        breakLine(PARAGRAPHS.contains(name) ? 2 : 1);
      }
    }

    private void breakLine(int count) {
      lineEnds = Math.max(lineEnds, count);
    }

    private void print(String words) {
      for (int i = 0; i < words.length(); i++) {
        char c = words.charAt(i);
        if (Character.isWhitespace(c) || c == '\u00a0') {
          space = true;
        } else if (c != '\u200b' && c != '\ufeff' && c != '\u00ad') {
          separate();
          text.append(c);
        }
      }
    }

    private void separate() {
      if (lineEnds > 0 && !text.isEmpty()) {
        trimEnd();
        text.append("\n".repeat(lineEnds));
      } else if (space && !text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
        text.append(' ');
      }
      lineEnds = 0;
      space = false;
    }

    private void trimEnd() {
      int end = text.length();
      while (end > 0 && text.charAt(end - 1) == ' ') {
        end--;
      }
      text.setLength(end);
    }

    private String text() {
      trimEnd();
      return text.append('\n').toString();
    }
  }
}

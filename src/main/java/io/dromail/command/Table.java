package io.dromail.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Aligned columns, two spaces apart and two from the edge. The last column takes what is left of
 * the terminal's width; beyond, text is cut with an ellipsis. Not thread-safe.
 */
final class Table {

  private static final String GAP = "  ";
  private static final int WIDEST = 28;

  private final String[] titles;
  private final int[] widths;
  private final List<String[]> rows = new ArrayList<>();

  Table(String... titles) {
    this.titles = titles;
    this.widths = new int[titles.length];
    measure(titles);
  }

  void row(String... cells) {
    String[] harmless = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      harmless[i] = Terminal.harmless(cells[i]).replaceAll("\\s+", " ");
    }
    measure(harmless);
    rows.add(harmless);
  }

  /** The line above the columns. */
  String head() {
    return Terminal.dim(line(titles));
  }

  /** The rows, each with its line end. */
  String body() {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(line(row)).append(System.lineSeparator()));
    return text.toString();
  }

  /** Forgets the rows, and keeps the widths for those to come. */
  void clear() {
    rows.clear();
  }

  private void measure(String[] cells) {
    for (int i = 0; i < cells.length - 1; i++) {
      int widest = Terminal.present() ? WIDEST : Integer.MAX_VALUE;
      widths[i] = Math.max(widths[i], Math.min(width(cells[i]), widest));
    }
  }

  private String line(String[] cells) {
    StringBuilder line = new StringBuilder();
    int used = 0;
    int last = cells.length - 1;
    for (int i = 0; i < last; i++) {
      String cell = fit(cells[i], widths[i]);
      line.append(GAP).append(cell).append(" ".repeat(widths[i] - width(cell)));
      used += GAP.length() + widths[i];
    }
    int rest = Math.max(10, Terminal.columns() - used - GAP.length());
    return line.append(GAP).append(fit(cells[last], rest)).toString().stripTrailing();
  }

  /** The text, cut to a width. */
  static String fit(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    int end = 0;
    int used = 0;
    while (used + width(text.codePointAt(end)) < width) {
      used += width(text.codePointAt(end));
      end = text.offsetByCodePoints(end, 1);
    }
    return text.substring(0, end) + "…";
  }

  /** The columns that a text takes on a terminal. */
  static int width(String text) {
    return text.codePoints().map(Table::width).sum();
  }

  private static int width(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        codePoint >= 0x1100 && codePoint <= 0x115F
            || codePoint >= 0x2E80 && codePoint <= 0xA4CF
            || codePoint >= 0xAC00 && codePoint <= 0xD7A3
            || codePoint >= 0xF900 && codePoint <= 0xFAFF
            || codePoint >= 0xFE30 && codePoint <= 0xFE6F
            || codePoint >= 0xFF00 && codePoint <= 0xFF60
            || codePoint >= 0x1F300 && codePoint <= 0x1FAFF
            || codePoint >= 0x20000 && codePoint <= 0x3FFFD;
    return wide ? 2 : 1;
  }
}

package io.dromail.command;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * A line that is drawn over while work goes on; draws nothing without a terminal. Not thread-safe.
 */
final class ProgressBar {

  private static final int WIDTH = 30;
  private static final long REDRAW_NANOS = 100_000_000L;

  private final int total;
  private final PrintWriter out;
  private final long began = System.nanoTime();
  private long drawn = began - REDRAW_NANOS;
  private int steps;

  ProgressBar(int total, PrintWriter out) {
    this.total = total;
    this.out = out;
  }

  /** One more is done. */
  void step() {
    steps++;
    long now = System.nanoTime();
    if (Terminal.present() && (now - drawn >= REDRAW_NANOS || steps == total)) {
      drawn = now;
      out.print("\r" + line((now - began) / 1e9) + "\033[K");
      out.flush();
    }
  }

  /** Wipes the line, so that the result takes its place. */
  void end() {
    if (Terminal.present()) {
      out.print("\r\033[K");
      out.flush();
    }
  }

  private String line(double seconds) {
    int full = (int) ((long) WIDTH * steps / total);
    String rate = String.format(Locale.ROOT, "%,.0f/s", steps / Math.max(seconds, 0.001));
    return "  "
        + Terminal.green("█".repeat(full))
        + Terminal.dim("░".repeat(WIDTH - full))
        + String.format(Locale.ROOT, "  %,d of %,d  ", steps, total)
        + rate;
  }
}

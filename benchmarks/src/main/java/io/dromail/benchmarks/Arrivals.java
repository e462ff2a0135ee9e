package io.dromail.benchmarks;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The mails of one run that have arrived: which, when, and which came again. Mail 12 of the run
 * {@code abcdefgh} is addressed to {@code j00000012.abcdefgh@} any domain; others are foreign. Used
 * by the sink's thread alone.
 */
final class Arrivals {

  private final String suffix;
  private final long[] at;
  private int distinct;
  private int doubles;
  private int foreign;
  private long bytes;
  private long newest = System.nanoTime();

  /** Of a run of so many mails. */
  Arrivals(String run, int mails) {
    suffix = "." + run + "@";
    at = new long[mails];
  }

  /** Notes a mail that was taken for an address. */
  void note(String address, long size) {
    long now = System.nanoTime();
    int mail = number(address);
    if (mail < 0 || mail >= at.length) {
      foreign++;
      return;
    }
    bytes += size;
    if (at[mail] != 0) {
      doubles++;
      return;
    }
    at[mail] = now;
    distinct++;
    newest = now;
  }

  /** Whether all have arrived. */
  boolean isComplete() {
    return distinct == at.length;
  }

  /** When the last new one came, or the count began. */
  long newest() {
    return newest;
  }

  /** The count as a JSON object. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "{\"distinct\": %d, \"doubled\": %d, \"foreign\": %d, \"bytes\": %d}",
        distinct,
        doubles,
        foreign,
        bytes);
  }

  /**
   * Writes a line for each mail that arrived: its number, and when, on the clock of the machine.
   */
  void write(Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < at.length; i++) {
        if (at[i] != 0) {
          out.write(i + " " + at[i] + "\n");
        }
      }
    }
  }

  private int number(String address) {
    int end = address.indexOf('.');
    if (end < 2 || address.charAt(0) != 'j' || !address.startsWith(suffix, end)) {
      return -1;
    }
    try {
      return Integer.parseInt(address, 1, end, 10);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}

package io.dromail.command;

import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Help.Ansi;

/**
 * The terminal, if there is one: its width, its charset and its colours. Colour needs a terminal on
 * both ends and no {@code NO_COLOR}; picocli knows the other variables that ask for it or forbid
 * it.
 */
final class Terminal {

  private static final boolean PRESENT = isPresent();
  private static final Ansi ANSI = PRESENT && Ansi.AUTO.enabled() ? Ansi.ON : Ansi.OFF;

  private Terminal() {}

  /** Whether a person watches, so that a line may be drawn over. */
  static boolean present() {
    return PRESENT;
  }

  /** Whether to colour. */
  static Ansi ansi() {
    return ANSI;
  }

  /** The charset of the output: the terminal's, and UTF-8 where that is only ASCII. */
  static Charset charset() {
    String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    Charset charset = name == null ? Charset.defaultCharset() : Charset.forName(name);
    return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
  }

  /** Characters in a line; without a terminal there is no limit. */
  static int columns() {
    if (!PRESENT) {
      return Integer.MAX_VALUE;
    }
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : 80;
  }

  static String bold(String text) {
    return sgr("1", text);
  }

  static String dim(String text) {
    return sgr("2", text);
  }

  static String red(String text) {
    return sgr("31", text);
  }

  static String green(String text) {
    return sgr("32", text);
  }

  /** Text from outside without the control characters that could steer a terminal. */
  static String harmless(String text) {
    return text.replaceAll("[\\p{Cc}&&[^\n\t]]", "");
  }

  private static String sgr(String code, String text) {
    return ANSI.enabled() ? "\033[" + code + "m" + text + "\033[m" : text;
  }

  private static boolean isPresent() {
    Console console = System.console();
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }
}

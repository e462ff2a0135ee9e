package io.dromail.failures;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes delays as operators do: {@code 30s}, {@code 1m, 5m*2, 30m}. Stateless. */
final class Delays {

  static final String WANTED = "delays such as 30s or 1m, 5m*2, 30m (units: s, m, h, d)";

  private static final Pattern DELAY =
      Pattern.compile("([1-9]\\d{0,5})\\s*([smhd])(?:\\s*\\*\\s*([1-9]\\d{0,2}))?");

  private Delays() {}

  /**
   * The delays of a text, repeated ones repeated.
   *
   * @throws IllegalArgumentException if it isn't like that
   */
  static List<Duration> parse(String text) {
    List<Duration> delays = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      Matcher matcher = DELAY.matcher(one.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(text);
      }
      int times = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
      Duration delay = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
      delays.addAll(Collections.nCopies(times, delay));
    }
    return List.copyOf(delays);
  }

  /** The shortest exact form in one unit: {@code 27s}, {@code 5m}, {@code 108m}, {@code 1d}. */
  static String label(Duration delay) {
    long seconds = delay.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** The text that {@link #parse} reads. */
  static String text(List<Duration> delays) {
    StringBuilder text = new StringBuilder();
    for (int i = 0, times; i < delays.size(); i += times) {
      times = 1;
      while (i + times < delays.size() && delays.get(i + times).equals(delays.get(i))) {
        times++;
      }
      text.append(i == 0 ? "" : ", ").append(label(delays.get(i)));
      text.append(times == 1 ? "" : "*" + times);
    }
    return text.toString();
  }

  private static Duration duration(long number, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}

package io.dromail.contentcheck;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What spamd says about a mail.
 *
 * @param score the sum of its rules
 * @param rules the names of those that hit
 */
record Verdict(double score, List<String> rules) {

  /** The first line and the header that counts, of the answer to SYMBOLS. */
  private static final Pattern ANSWER =
      Pattern.compile(
          "SPAMD/\\d+\\.\\d+ 0 .*?\r?\nSpam: *\\w+ *; *(-?\\d+(?:\\.\\d+)?) */.*?\r?\n\r?\n(.*)",
          Pattern.DOTALL);

  /** Reads an answer of the SPAMC protocol, version 1.5; empty if it's anything else. */
  static Optional<Verdict> read(String answer) {
    Matcher matcher = ANSWER.matcher(answer);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<String> rules =
        Stream.of(matcher.group(2).split(","))
            .map(String::strip)
            .filter(rule -> !rule.isEmpty())
            .toList();
    return Optional.of(new Verdict(Double.parseDouble(matcher.group(1)), rules));
  }
}

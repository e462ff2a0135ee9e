package io.dromail.failures;

import io.dromail.mail.SmtpFailure.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a rule of the schedule fits: everything that is given must; an empty list and a null text
 * fit anything.
 *
 * @param codes reply codes, with x for any digit
 * @param enhanced enhanced status codes, with x for any digit or any whole number
 * @param text what is looked for in the server's words, or null
 * @param stages where it failed
 */
record ReplyPattern(List<String> codes, List<String> enhanced, Pattern text, List<Stage> stages) {

  /** Whether the reply is one of those. */
  boolean fits(Reply reply) {
    return (stages.isEmpty() || stages.contains(reply.stage()))
        && (codes.isEmpty() || any(codes, String.valueOf(reply.code())))
        && (enhanced.isEmpty() || any(enhanced, reply.enhanced()))
        && (text == null || text.matcher(reply.text()).find());
  }

  boolean fitsEverything() {
    return stages.isEmpty() && codes.isEmpty() && enhanced.isEmpty() && text == null;
  }

  /** As a person reads it: {@code login, 5xx}. */
  String words() {
    List<String> words = new ArrayList<>();
    words.addAll(stages.stream().map(ReplyPattern::word).toList());
    words.addAll(codes);
    words.addAll(enhanced);
    if (text != null) {
      words.add("/" + text.pattern() + "/");
    }
    return String.join(", ", words);
  }

  /** The stage in the words of the file: {@code end-of-data}. */
  static String word(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean any(List<String> patterns, String code) {
    return patterns.stream().anyMatch(pattern -> code.matches(regex(pattern)));
  }

  /** A part that is x alone is any number, and x among digits is a digit. */
  private static String regex(String pattern) {
    return List.of(pattern.split("\\.")).stream()
        .map(part -> part.equals("x") ? "\\d+" : part.replace("x", "\\d"))
        .collect(Collectors.joining("\\."));
  }
}

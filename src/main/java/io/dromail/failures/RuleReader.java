package io.dromail.failures;

import io.dromail.failures.RetryRule.Then;
import io.dromail.mail.SmtpFailure.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Reads a rule of {@code retry.yaml}. Stateless.
 *
 * @param delays reads delays
 * @param defaultDelays of a rule that names none
 */
record RuleReader(DelayReader delays, List<Duration> defaultDelays) {

  static final String[] KEYS = {
    "name", "code", "enhanced", "text", "stage", "retry", "pause", "dead", "slow"
  };

  RetryRule read(YamlMap entry) {
    String name = entry.matching("name", "[a-z0-9]+(-[a-z0-9]+)*", "a name such as mailbox-full");
    if (name == null) {
      throw entry.missing("name", "a name such as mailbox-full");
    }
    ReplyPattern pattern = pattern(entry);
    if (pattern.fitsEverything()) {
      throw entry.wrong(
          "name",
          "must come with code, enhanced, text or stage; what fits no rule waits by default");
    }
    Duration slow = entry.has("slow") ? delays.one(entry, "slow") : null;
    Then then = then(entry);
    return new RetryRule(name, entry.line("name"), pattern, then, waits(entry, then), slow);
  }

  private Then then(YamlMap entry) {
    List<String> given = Stream.of("retry", "pause", "dead").filter(entry::has).toList();
    if (given.size() > 1 || given.isEmpty() && !entry.has("slow")) {
      throw entry.wrong("name", "must come with one of retry, pause and dead, or with slow");
    }
    entry.matching("dead", "true", "true");
    return given.isEmpty() ? Then.RETRY : Then.valueOf(given.get(0).toUpperCase(Locale.ROOT));
  }

  private List<Duration> waits(YamlMap entry, Then then) {
    return switch (then) {
      case DEAD -> List.of();
      case PAUSE -> List.of(delays.one(entry, "pause"));
      case RETRY -> entry.has("retry") ? delays.several(entry, "retry") : defaultDelays;
    };
  }

  private static ReplyPattern pattern(YamlMap entry) {
    List<String> codes =
        entry.words("code", "[245][\\dx]{2}", "reply codes such as 450, 45x or 4xx");
    List<String> enhanced =
        entry.words(
            "enhanced",
            "[245x]\\.[\\dx]{1,3}\\.[\\dx]{1,3}",
            "enhanced status codes such as 4.2.0 or 5.7.x");
    List<String> stages =
        entry.words(
            "stage",
            "connect|login|transaction|end-of-data",
            "connect, login, transaction or end-of-data");
    return new ReplyPattern(
        codes, enhanced, text(entry), stages.stream().map(RuleReader::stage).toList());
  }

  private static Pattern text(YamlMap entry) {
    try {
      return entry.has("text")
          ? Pattern.compile(entry.text("text"), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
          : null;
    } catch (PatternSyntaxException e) {
      throw entry.mustBe("text", "a regular expression (" + e.getDescription() + ")");
    }
  }

  private static Stage stage(String word) {
    return Stage.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}

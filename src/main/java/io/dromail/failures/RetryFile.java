package io.dromail.failures;

import io.dromail.failures.RetryRule.Then;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Reads {@code retry.yaml}; whatever is wrong with it is a {@link BadSchedule}. Stateless.
 *
 * @param path the file
 */
record RetryFile(Path path) {

  /** More would be a burden for a broker. */
  private static final int QUEUES_AT_MOST = 100;

  private static final Duration OLDEST = Duration.ofDays(30);

  /** Without the key; shorter than most delays, since limits let mails go all the time. */
  private static final List<Duration> HOLDS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15));

  RetrySchedule read(IntUnaryOperator dice) {
    YamlMap top =
        YamlMap.read(name(), text(), "maximum-age", "jitter", "holds", "rules", "default");
    Duration maximumAge = new DelayReader(OLDEST).one(top, "maximum-age");
    DelayReader delays = new DelayReader(maximumAge);
    RetryRule fallback =
        new RetryRule(
            RetryRule.DEFAULT,
            top.line(RetryRule.DEFAULT),
            null,
            Then.RETRY,
            delays.several(top, RetryRule.DEFAULT),
            null);
    List<RetryRule> rules = rules(top, new RuleReader(delays, fallback.delays()));
    List<Duration> holds = top.has("holds") ? new DelayReader(OLDEST).several(top, "holds") : HOLDS;
    RetrySchedule schedule =
        new RetrySchedule(maximumAge, jitter(top), holds, rules, fallback, dice);
    int queues = schedule.delays().size();
    if (queues > QUEUES_AT_MOST) {
      throw new BadSchedule(
          name(),
          0,
          "the delays need "
              + queues
              + " queues; at most "
              + QUEUES_AT_MOST
              + " are allowed, so let rules share delays, or set jitter to 0%.");
    }
    return schedule;
  }

  private static List<RetryRule> rules(YamlMap top, RuleReader reader) {
    Map<String, Integer> lines = new HashMap<>();
    lines.put(RetryRule.DEFAULT, top.line(RetryRule.DEFAULT));
    List<RetryRule> rules = new ArrayList<>();
    for (YamlMap entry : top.list("rules", RuleReader.KEYS)) {
      RetryRule rule = reader.read(entry);
      Integer other = lines.putIfAbsent(rule.name(), rule.line());
      if (other != null) {
        throw entry.wrong(
            "name", "must be unique; '" + rule.name() + "' stands in line " + other + ", too");
      }
      rules.add(rule);
    }
    return rules;
  }

  private static Jitter jitter(YamlMap top) {
    String jitter = top.matching("jitter", "\\d{1,2}\\s*%", "a percentage such as 10%");
    int percent = jitter == null ? 0 : Integer.parseInt(jitter.replaceAll("\\D", ""));
    if (percent > Jitter.MOST) {
      throw top.mustBe("jitter", "at most " + Jitter.MOST + "%");
    }
    return new Jitter(percent);
  }

  private String name() {
    return path.getFileName().toString();
  }

  private String text() {
    try {
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw new BadSchedule(name(), 0, "there is no such file in " + path.getParent() + ".");
    } catch (IOException e) {
      throw new BadSchedule(name(), 0, "it can't be read as text in UTF-8.");
    }
  }
}

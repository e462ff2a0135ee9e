package io.dromail.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** What the drill came to: a table with a line for each kind of round, and the verdict. */
record Report(DrillPlan plan, List<Round> rounds, Duration took, boolean askedJournal, Path log) {
  private static final String LINE = "%-21s %6s %8s %7s %5s %8s %7s %8s %9s %10s %7s %7s%n";

  Report(DrillPlan plan, List<Round> rounds, Duration took, boolean askedJournal) {
    this(plan, rounds, took, askedJournal, null);
  }

  /** The same, with the place of what the gateway printed. */
  Report withLog(Path file) {
    return new Report(plan, rounds, took, askedJournal, file);
  }

  List<String> violations() {
    return rounds.stream().flatMap(round -> round.violations().stream()).toList();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%d rounds of %,d mails, broker %s, journal %s, %d senders, %d min %02d s, seed %d%n%n",
            rounds.size(),
            plan.mails(),
            lower(plan.broker()),
            lower(plan.journal()) + (askedJournal ? "" : " (not asked)"),
            Site.SENDERS,
            took.toMinutes(),
            took.toSecondsPart(),
            plan.seed()));
    text.append(
        line("", "", "", "not", "", "", "in one", "", "dead w/o", "burned by", "back", "at"));
    text.append(
        line(
            "trouble",
            "rounds",
            "accepted",
            "acc.",
            "lost",
            "doubled",
            "round",
            "allowed",
            "reason",
            "stops",
            "after",
            "most"));
    for (RoundKind kind : RoundKind.values()) {
      List<Round> some = rounds.stream().filter(round -> round.kind() == kind).toList();
      if (!some.isEmpty()) {
        text.append(line(kind.toString(), some));
      }
    }
    text.append(line("all", rounds));
    List<String> violations = violations();
    violations.forEach(violation -> text.append(String.format("%n%s%n", violation)));
    if (log != null) {
      text.append(String.format("%nWhat Dromail has printed is in %s%n", log));
    }
    text.append(
        violations.isEmpty()
            ? String.format("%nPassed: nothing lost, nothing doubled beyond what is allowed.%n")
            : String.format("%nFAILED: %d violations.%n", violations.size()));
    return text.toString();
  }

  private static String line(String name, List<Round> some) {
    List<Duration> recoveries = some.stream().map(Round::recovery).sorted().toList();
    return line(
        name,
        some.size(),
        number(some, Round::accepted),
        number(some, Round::notAccepted),
        number(some, round -> round.lost().size()),
        number(some, Round::doubled),
        some.stream().mapToInt(Round::doubled).max().orElse(0),
        some.stream().mapToInt(Round::allowedToDouble).max().orElse(0),
        number(some, round -> round.deadWithoutReason().size()),
        number(some, Round::burned),
        seconds(recoveries.get(recoveries.size() / 2)),
        seconds(recoveries.get(recoveries.size() - 1)));
  }

  private static String line(Object... cells) {
    return String.format(LINE, cells);
  }

  private static String number(List<Round> some, ToIntFunction<Round> figure) {
    return String.format("%,d", some.stream().mapToInt(figure).sum());
  }

  private static String seconds(Duration duration) {
    return String.format("%.1f s", duration.toMillis() / 1000.0);
  }

  private static String lower(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}

package io.dromail.drill;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./dromail-drill}: plays a drill and prints its report. */
@Command(
    name = "dromail-drill",
    header = "Breaks Dromail and all around it, and counts the mails.%n",
    description = {
      "",
      "Starts Dromail, an SMTP server, a RabbitMQ node and a database of its own, and ends them"
          + " with it. Nothing else on this machine is touched. Status 1: something was lost,"
          + " doubled beyond what is allowed, or given up without a reason.",
      "",
    })
public final class DrillCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  private boolean help;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "11",
      description = "Rounds, of all kinds (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--mails",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Mails accepted in each round (default: ${DEFAULT-VALUE}).")
  private int mails;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Decides on the order, the moments and the mails' fates (default: a new one).")
  private Long seed;

  @Option(
      names = "--broker",
      paramLabel = "embedded|rabbitmq",
      description = "Where mails wait (default: rabbitmq if it's installed).")
  private DrillPlan.BrokerChoice broker;

  @Option(
      names = "--journal",
      paramLabel = "none|h2|postgresql",
      description = "Where their status is kept (default: postgresql if it answers, else h2).")
  private DrillPlan.JournalChoice journal;

  @Option(
      names = "--only",
      paramLabel = "KIND=N",
      split = ",",
      description = {
        "Rounds of some kinds only, such as kill=50,broker-stop=20; instead of --rounds.",
        "Kinds: kill, kill-in-job-file, broker-stop, broker-kill, stop, provider, database."
      })
  private Map<RoundKind, Integer> only;

  @Option(
      names = "--without",
      paramLabel = "FATE",
      split = ",",
      description = {"What the provider is not to do with a mail: ${COMPLETION-CANDIDATES}."})
  private List<Fate> without = List.of();

  /** The status of the process is the verdict. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new DrillCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .registerConverter(RoundKind.class, word -> RoundKind.valueOf(constant(word)))
            .registerConverter(Fate.class, word -> Fate.valueOf(constant(word)))
            .execute(arguments));
  }

  @Override
  public Integer call() {
    DrillPlan plan = plan();
    System.out.println("Seed " + plan.seed() + "; starting.");
    Report report = new Drill(plan, System.out::println).run();
    System.out.printf("%n%s", report);
    return report.violations().isEmpty() ? 0 : 1;
  }

  private DrillPlan plan() {
    if (broker == null) {
      broker =
          RabbitMqNode.isInstalled()
              ? DrillPlan.BrokerChoice.RABBITMQ
              : DrillPlan.BrokerChoice.EMBEDDED;
    }
    if (journal == null) {
      journal =
          DrillDatabase.isThere() ? DrillPlan.JournalChoice.POSTGRESQL : DrillPlan.JournalChoice.H2;
    }
    require(
        broker != DrillPlan.BrokerChoice.RABBITMQ || RabbitMqNode.isInstalled(),
        "There is no rabbitmq-server on the PATH; --broker embedded needs none.");
    require(
        journal != DrillPlan.JournalChoice.POSTGRESQL || DrillDatabase.isThere(),
        "PostgreSQL does not answer on 127.0.0.1:5432; --journal h2 needs none.");
    require(rounds > 0 && mails > 0, "A drill needs a round and a mail at least.");
    if (only != null) {
      only.forEach(
          (kind, count) ->
              require(
                  DrillPlan.isPossible(kind, broker, journal),
                  kind + ": not with this broker and this journal."));
    }
    return new DrillPlan(
        only == null ? DrillPlan.mixed(rounds, broker, journal) : new EnumMap<>(only),
        mails,
        seed == null ? ThreadLocalRandom.current().nextInt(1, 1_000_000) : seed,
        broker,
        journal,
        without);
  }

  private void require(boolean condition, String sentence) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}

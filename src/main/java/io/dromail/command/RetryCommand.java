package io.dromail.command;

import io.dromail.failures.RetryRule;
import io.dromail.failures.RetrySchedule;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the retry schedule as a table; exit status 2 if the file is broken. */
@Command(
    name = "retry",
    description = "Shows when mails that failed are tried again.",
    customSynopsis = "dromail retry | dromail retry explain REPLY [--stage STAGE]",
    optionListHeading = "%n",
    commandListHeading = "%nCommands:%n",
    subcommands = {RetryListCommand.class, RetryExplainCommand.class})
final class RetryCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ScheduleOptions options;

  @Override
  public Integer call() {
    show(options, spec.commandLine().getOut());
    return 0;
  }

  static void show(ScheduleOptions options, PrintWriter out) {
    RetrySchedule schedule = options.schedule();
    Table table = new Table("line", "rule", "what it fits → what happens then");
    for (RetryRule rule : schedule.rules()) {
      table.row(String.valueOf(rule.line()), rule.name(), rule.fits());
      table.row("", "", "→ " + rule.action());
    }
    out.println(table.head());
    out.print(table.body());
    out.println();
    out.println("The first that fits decides; no attempt after " + age(schedule) + ".");
    if (schedule.jitterPercent() > 0) {
      out.println(jitter(schedule));
    }
    out.println(
        "A mail that a limit holds is back after one of these delays, or of "
            + holds(schedule)
            + ".");
    out.println("In the broker that makes " + schedule.delays().size() + " queues.");
    out.flush();
  }

  static String age(RetrySchedule schedule) {
    return RetrySchedule.label(schedule.maximumAge());
  }

  private static String holds(RetrySchedule schedule) {
    return schedule.holds().stream().map(RetrySchedule::label).collect(Collectors.joining(", "));
  }

  static String jitter(RetrySchedule schedule) {
    return "A delay comes as it is, %1$d%% shorter or %1$d%% longer."
        .formatted(schedule.jitterPercent());
  }
}

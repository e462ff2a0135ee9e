package io.dromail.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The same as {@code dromail retry} alone. */
@Command(
    name = "list",
    description = "Shows the whole schedule, as without a command.",
    optionListHeading = "%n")
final class RetryListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ScheduleOptions options;

  @Override
  public Integer call() {
    RetryCommand.show(options, spec.commandLine().getOut());
    return 0;
  }
}

package io.dromail.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The routes of the running gateway and their history; by itself it tells the status. */
@Command(
    name = "routes",
    description = "Shows edits of the routes: taken or refused; rolls them back.",
    customSynopsis = "dromail routes [COMMAND] [OPTIONS]",
    mixinStandardHelpOptions = true,
    optionListHeading = "%n",
    commandListHeading = "%nCommands:%n",
    subcommands = {
      RoutesStatusCommand.class,
      RoutesHistoryCommand.class,
      RoutesDiffCommand.class,
      RoutesRollbackCommand.class,
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  ./dromail routes diff                            # edited, and not in force",
      "  ./dromail routes diff 7                          # what edit 7 changed",
      "  ./dromail routes rollback 6",
    })
final class RoutesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ManagementOptions management;

  @Override
  public Integer call() {
    return RoutesStatusCommand.show(management, spec.commandLine().getOut());
  }
}

package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Tells whether the newest edit is in force: exit status 0; 1 if it was refused, 2 if no gateway
 * answers.
 */
@Command(
    name = "status",
    description = "Tells whether the newest edit is in force, or why it isn't.",
    mixinStandardHelpOptions = true,
    optionListHeading = "%n")
final class RoutesStatusCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ManagementOptions management;

  @Override
  public Integer call() {
    return show(management, spec.commandLine().getOut());
  }

  static int show(ManagementOptions management, PrintWriter out) {
    JsonNode routes = management.health().ask();
    out.print(RoutesReport.of(routes));
    out.flush();
    return RoutesHealth.isRefused(routes) ? CommandFailed.REFUSED : 0;
  }
}

package io.dromail.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The workbench for dead letters; by itself it lists them. */
@Command(
    name = "dead",
    description = "Shows mails that failed for good, mends them and sends them again.",
    customSynopsis = "dromail dead [COMMAND] [OPTIONS]",
    optionListHeading = "%n",
    commandListHeading = "%nCommands:%n",
    sortOptions = false,
    subcommands = {
      DeadListCommand.class,
      DeadShowCommand.class,
      DeadReplayCommand.class,
      DeadPurgeCommand.class,
      DeadExportCommand.class,
      DeadImportCommand.class,
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  ./dromail dead list --group-by cause             # what goes wrong most",
      "  ./dromail dead show 3f1f6f0a2b11                 # one letter",
      "  ./dromail dead show 3f1f6f0a2b11 --mail > mail.json",
      "  ./dromail dead replay 3f1f6f0a2b11 --edit mail.json",
      "  ./dromail dead replay --reason exhausted --rate 50",
    })
final class DeadCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ApiOptions api;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Override
  public Integer call() {
    new DeadList(new DeadApi(api.api()), spec.commandLine().getOut())
        .letters(Map.of(), DeadListCommand.LIMIT);
    return 0;
  }
}

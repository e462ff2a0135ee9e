package io.dromail.command;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The top of the command line. Without a command it shows what there is. */
@Command(
    name = "dromail",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    header = "The mail gateway between your applications and your mail providers.%n",
    customSynopsis = "dromail COMMAND [OPTIONS]",
    optionListHeading = "%n",
    commandListHeading = "%nCommands:%n",
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      RoutesCommand.class,
      SendCommand.class,
      RenderCommand.class,
      SandboxCommand.class,
      ProfilesCommand.class,
      DoctorCommand.class,
      DkimCommand.class,
      RetryCommand.class,
      DeadCommand.class,
      RehearseCommand.class,
    },
    footerHeading = "%nThe first five minutes; COMMAND --help tells more:%n",
    footer = {
      "  ./dromail run                                    # leave it running",
      "  ./dromail send --to ada@example.org --template welcome",
      "  ./dromail sandbox 1                              # what arrived first",
    })
public final class Commands implements Runnable {

  @Spec private CommandSpec spec;

  private Commands() {}

  /** The command line as {@code main} uses it: short errors, UTF-8, colour on a terminal only. */
  public static CommandLine commandLine() {
    ShortErrors errors = new ShortErrors();
    return new CommandLine(new Commands())
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(System.out, true, Terminal.charset()))
        .setErr(new PrintWriter(System.err, true, Terminal.charset()))
        .setColorScheme(Help.defaultColorScheme(Terminal.ansi()))
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}

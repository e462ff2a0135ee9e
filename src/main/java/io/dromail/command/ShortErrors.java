package io.dromail.command;

import io.dromail.failures.BadSchedule;
import io.dromail.settings.BadSetting;
import io.dromail.sign.BadKey;
import java.io.PrintWriter;
import org.apache.camel.PropertyBindingException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells errors in a sentence; only a defect of Dromail itself shows its stack trace. */
final class ShortErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(Terminal.red(error.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(error, err)) {
      err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return CommandFailed.USAGE;
  }

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult result)
      throws Exception {
    if (error instanceof CommandFailed failed) {
      command.getErr().println(Terminal.red(error.getMessage()));
      return failed.status();
    }
    BadSetting setting = setting(error);
    if (setting != null) {
      command.getErr().println(Terminal.red(setting.getMessage()));
      return CommandFailed.REFUSED;
    }
    if (error instanceof BadSchedule) {
      command.getErr().println(Terminal.red(error.getMessage()));
      return CommandFailed.BROKEN_FILE;
    }
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadKey) {
        command.getErr().println(Terminal.red(cause.getMessage()));
        return CommandFailed.BROKEN_FILE;
      }
      if (cause instanceof PropertyBindingException property) {
        // Its own words quote the value, which may be a secret.
        command.getErr().println(Terminal.red(words(error, property)));
        return CommandFailed.BROKEN_FILE;
      }
    }
    throw error;
  }

  private static String words(Exception error, PropertyBindingException property) {
    String bean =
        error.getMessage() == null ? "" : error.getMessage().lines().findFirst().orElse("");
    return "A bean has no property "
        + property.getPropertyName()
        + ", or none that takes this value: "
        + (bean.contains("-----BEGIN") ? "" : bean);
  }

  /** One that a placeholder in a route met is wrapped by Camel, several times. */
  private static BadSetting setting(Throwable error) {
    Throwable cause = error;
    while (cause != null && !(cause instanceof BadSetting)) {
      cause = cause.getCause();
    }
    return (BadSetting) cause;
  }
}

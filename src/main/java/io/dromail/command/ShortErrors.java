package io.dromail.command;

import io.dromail.failures.BadSchedule;
import io.dromail.settings.BadSetting;
import java.io.PrintWriter;
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
    if (error instanceof BadSetting) {
      command.getErr().println(Terminal.red(error.getMessage()));
      return CommandFailed.REFUSED;
    }
    if (error instanceof BadSchedule) {
      command.getErr().println(Terminal.red(error.getMessage()));
      return CommandFailed.BROKEN_FILE;
    }
    throw error;
  }
}

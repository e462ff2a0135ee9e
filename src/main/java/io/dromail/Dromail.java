package io.dromail;

import io.dromail.command.Commands;

/** The main class: hands the arguments to the commands and ends with their exit status. */
public final class Dromail {

  private Dromail() {}

  /** See {@code ./dromail --help}. */
  public static void main(String[] arguments) {
    System.exit(Commands.commandLine().execute(arguments));
  }
}

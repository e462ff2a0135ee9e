package io.dromail.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * A command as a person types it, and what came of it.
 *
 * @param status the exit status
 * @param out what it printed
 * @param err what it printed as an error
 */
record Typed(int status, String out, String err) {

  static Typed dromail(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Commands.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int status = line.execute(arguments);
    return new Typed(status, out.toString(), err.toString());
  }
}

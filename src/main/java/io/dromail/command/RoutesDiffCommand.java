package io.dromail.command;

import io.dromail.live.Differences;
import io.dromail.live.History;
import io.dromail.live.HistoryEntry;
import io.dromail.live.RouteSet;
import io.dromail.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows, line by line, what an edit changed. */
@Command(
    name = "diff",
    description = {
      "Shows what changed: without numbers, from the newest edit that was taken to the folders;",
      "with one, what that edit changed; with two, from the first to the second."
    },
    mixinStandardHelpOptions = true,
    optionListHeading = "%n")
final class RoutesDiffCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", index = "0", paramLabel = "N", description = "As history has it.")
  private Integer first;

  @Parameters(arity = "0..1", index = "1", paramLabel = "M", description = "As history has it.")
  private Integer second;

  @Override
  public Integer call() throws IOException {
    Settings settings = Home.settings();
    History history = Home.history(settings);
    PrintWriter out = spec.commandLine().getOut();
    diff(history, settings).forEach(line -> out.println(coloured(Terminal.harmless(line))));
    out.flush();
    return 0;
  }

  private List<String> diff(History history, Settings settings) throws IOException {
    if (second != null) {
      return Differences.between(set(history, first), set(history, second));
    }
    if (first != null) {
      return Differences.between(before(history), set(history, first));
    }
    List<HistoryEntry> entries = history.entries();
    if (entries.isEmpty()) {
      throw CommandFailed.refused("Nothing was in force here yet.");
    }
    return Differences.between(
        history.set(entries.get(entries.size() - 1)), Home.files(settings).read());
  }

  private RouteSet before(History history) throws IOException {
    RouteSet before = new RouteSet(new TreeMap<>());
    for (HistoryEntry entry : history.entries()) {
      if (entry.number() < first) {
        before = history.set(entry);
      }
    }
    return before;
  }

  static RouteSet set(History history, int number) throws IOException {
    return history.set(history.entry(number).orElseThrow(() -> unknown(number)));
  }

  private static CommandFailed unknown(int number) {
    return CommandFailed.refused(
        "There is no " + number + " in the history; see ./dromail routes history.");
  }

  private static String coloured(String line) {
    if (line.startsWith("@@")) {
      return Terminal.dim(line);
    }
    if (line.startsWith("+++") || line.startsWith("---")) {
      return Terminal.bold(line);
    }
    return line.startsWith("+")
        ? Terminal.green(line)
        : line.startsWith("-") ? Terminal.red(line) : line;
  }
}

package io.dromail.command;

import io.dromail.live.HistoryEntry;
import io.dromail.live.HistoryEntry.Change;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the sets of routes that were in force. */
@Command(
    name = "history",
    description = "Lists the last edits that were taken; * is the one in force.",
    mixinStandardHelpOptions = true,
    optionListHeading = "%n")
final class RoutesHistoryCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ManagementOptions management;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<HistoryEntry> entries = new ArrayList<>(Home.history(Home.settings()).entries());
    if (entries.isEmpty()) {
      out.println("Nothing was in force here yet.");
      out.flush();
      return 0;
    }
    Collections.reverse(entries);
    String running = running();
    boolean starred = false;
    Table table = new Table("", "n", "time", "by", "digest", "what changed");
    for (HistoryEntry entry : entries) {
      boolean star = !starred && entry.digest().equals(running);
      starred |= star;
      table.row(
          star ? "*" : "",
          String.valueOf(entry.number()),
          MailTime.whole(entry.time().toString()),
          entry.by() == null ? "" : entry.by(),
          entry.digest(),
          changes(entry));
    }
    out.println(table.head());
    out.print(table.body());
    out.flush();
    return 0;
  }

  private String running() {
    try {
      return management.health().ask().path("digest").asText();
    } catch (CommandFailed nobodyKnows) {
      return "";
    }
  }

  private static String changes(HistoryEntry entry) {
    String files =
        entry.changes().isEmpty()
            ? "as it was at a start"
            : entry.changes().stream()
                .map(RoutesHistoryCommand::word)
                .collect(Collectors.joining(", "));
    return entry.backTo() == null ? files : "rolled back to " + entry.backTo() + ": " + files;
  }

  static String word(Change change) {
    String sign = change.what().equals("added") ? "+" : change.what().equals("removed") ? "-" : "";
    return sign + change.file();
  }
}

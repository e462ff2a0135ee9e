package io.dromail.command;

import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command works on: one letter by its id, or those of a filter. */
final class DeadChoice {

  @Parameters(arity = "0..1", paramLabel = "ID", description = "One letter, by its id.")
  private String id;

  @Option(names = "--all", description = "All of them, where no filter is given.")
  private boolean all;

  @Option(names = "--dry-run", description = "Only counts the letters.")
  private boolean dryRun;

  @ArgGroup(validate = false, heading = "%nFilters, in place of an ID:%n", order = 1)
  private DeadFilters filters = new DeadFilters();

  boolean isOne() {
    if (id != null && (all || dryRun || !filters.fields().isEmpty())) {
      throw CommandFailed.usage("An ID means one letter; filters, --all and --dry-run don't fit.");
    }
    if (id == null && !all && filters.fields().isEmpty()) {
      throw CommandFailed.usage("Which letters? Give an ID, a filter, or --all.");
    }
    return id != null;
  }

  String id() {
    return id;
  }

  boolean isDryRun() {
    return dryRun;
  }

  Map<String, String> filter() {
    return filters.fields();
  }
}

package io.dromail.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists dead letters, or counts them in groups. */
@Command(
    name = "list",
    description = "Lists dead letters, the newest first, or counts them in groups.",
    customSynopsis = "dromail dead list [FILTERS] [--group-by FIELD]",
    sortOptions = false)
final class DeadListCommand implements Callable<Integer> {

  static final int LIMIT = 50;

  @Spec private CommandSpec spec;

  @Option(
      names = "--group-by",
      paramLabel = "FIELD",
      description = "Counts by reason, profile, domain, template or cause.")
  private String by;

  @Option(names = "--limit", paramLabel = "N", description = "Lists N letters; default: 50.")
  private int limit = LIMIT;

  @Option(names = "--replayed", description = "Lists letters that were replayed.")
  private boolean replayed;

  @ArgGroup(validate = false, heading = "%nFilters:%n", order = 1)
  private DeadFilters filters = new DeadFilters();

  @ArgGroup(validate = false, heading = "%nThe gateway:%n", order = 2)
  private ApiOptions api = new ApiOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      hidden = true)
  private boolean help;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw CommandFailed.usage("--limit must be 1 or more.");
    }
    Map<String, String> fields = new LinkedHashMap<>(filters.fields());
    if (replayed) {
      fields.put("state", "replayed");
    }
    DeadList list = new DeadList(new DeadApi(api.api()), spec.commandLine().getOut());
    if (by == null) {
      list.letters(fields, limit);
    } else {
      list.groups(fields, by);
    }
    return 0;
  }
}

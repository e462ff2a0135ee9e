package io.dromail.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.MailJson;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Throws dead letters away. */
@Command(
    name = "purge",
    description = "Deletes dead letters and their mails.%n",
    customSynopsis = {
      "dromail dead purge ID --yes",
      "       dromail dead purge (FILTERS | --all) (--yes | --dry-run)",
    },
    sortOptions = false)
final class DeadPurgeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private DeadChoice choice;

  @Option(names = "--yes", description = "Yes, delete them for good.")
  private boolean yes;

  @ArgGroup(validate = false, heading = "%nThe gateway:%n", order = 2)
  private ApiOptions api = new ApiOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      hidden = true)
  private boolean help;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    boolean one = choice.isOne();
    if (!yes && !choice.isDryRun()) {
      throw CommandFailed.usage(
          "This deletes mails for good: add --yes" + (one ? "." : ", or --dry-run to count them."));
    }
    DeadApi target = new DeadApi(api.api());
    if (one) {
      target.act(choice.id(), "purge", MailJson.mapper().createObjectNode());
      out.println(Terminal.green("purged") + " " + choice.id());
      out.flush();
      return 0;
    }
    ObjectNode request = DeadApi.request(choice.filter());
    DeadSeries series = new DeadSeries(target, out, "purge", "purged");
    if (choice.isDryRun()) {
      series.count(request);
    } else {
      series.run(request);
    }
    return 0;
  }
}

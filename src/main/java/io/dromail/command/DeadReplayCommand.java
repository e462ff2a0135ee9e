package io.dromail.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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

/** Sends dead letters again: one, as it was or edited, or many by a filter. */
@Command(
    name = "replay",
    description =
        "Sends dead letters again, each with its Message-ID; replaying twice sends once.%n",
    customSynopsis = {
      "dromail dead replay ID [--edit FILE]",
      "       dromail dead replay (FILTERS | --all) [--rate R] [--dry-run]",
    },
    sortOptions = false)
final class DeadReplayCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private DeadChoice choice;

  @Option(
      names = "--edit",
      paramLabel = "FILE",
      converter = FileArgument.class,
      description =
          "One letter: sends this mail in its place, JSON as from show --mail; - for stdin.")
  private String edited;

  @Option(names = "--rate", paramLabel = "R", description = "Many: at most R mails a second.")
  private Double rate;

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
    if (edited != null && !one) {
      throw CommandFailed.usage("--edit goes with the ID of one letter.");
    }
    DeadApi target = new DeadApi(api.api());
    if (one) {
      target.act(choice.id(), "replay", request());
      out.println(Terminal.green("replayed") + " " + choice.id());
      out.flush();
      return 0;
    }
    ObjectNode request = DeadApi.request(choice.filter());
    if (rate != null) {
      request.put("rate", rate);
    }
    DeadSeries series = new DeadSeries(target, out, "replay", "replayed");
    if (choice.isDryRun()) {
      series.count(request);
    } else {
      series.run(request);
    }
    return 0;
  }

  private ObjectNode request() {
    ObjectNode request = MailJson.mapper().createObjectNode();
    if (edited != null) {
      try {
        JsonNode mail = MailJson.mapper().readTree(edited);
        request.set("mail", mail);
      } catch (JsonProcessingException notJson) {
        throw CommandFailed.usage(
            "--edit: the mail isn't JSON: line "
                + notJson.getLocation().getLineNr()
                + ", "
                + notJson.getOriginalMessage());
      }
    }
    return request;
  }
}

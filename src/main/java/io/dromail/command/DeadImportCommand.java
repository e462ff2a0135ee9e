package io.dromail.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.dromail.mail.MailJson;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends the mails of a job file as new ones, over HTTP. */
@Command(
    name = "import",
    description = {
      "Sends the mails of a job file, such as export writes, as new mails.",
      "It stops at the first batch of 100 that is refused.",
    },
    customSynopsis = "dromail dead import FILE",
    sortOptions = false)
final class DeadImportCommand implements Callable<Integer> {

  private static final int BATCH = 100;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      converter = FileArgument.class,
      description = "The job file; - for stdin.")
  private String file;

  @ArgGroup(validate = false, heading = "%nThe gateway:%n", order = 2)
  private ApiOptions api = new ApiOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      hidden = true)
  private boolean help;

  @Override
  public Integer call() throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    JsonNode mails = mails();
    Api target = api.api();
    ProgressBar bar = new ProgressBar(Math.max(1, mails.size()), out);
    for (int first = 0; first < mails.size(); first += BATCH) {
      ArrayNode batch = MailJson.mapper().createArrayNode();
      for (int i = first; i < Math.min(first + BATCH, mails.size()); i++) {
        batch.add(mails.get(i));
      }
      byte[] json = MailJson.mapper().writeValueAsBytes(batch);
      Answer answer = Api.await(target.post(SendCommand.PATH + "/batch", json));
      if (!answer.isGood()) {
        bar.end();
        out.println(Terminal.green("accepted") + " " + first + " of " + mails.size() + ", then:");
        out.flush();
        return SendCommand.report(answer, target, spec.commandLine().getErr());
      }
      batch.forEach(any -> bar.step());
    }
    bar.end();
    out.println(Terminal.green("accepted") + " " + mails.size() + " of " + mails.size());
    out.flush();
    return 0;
  }

  private JsonNode mails() {
    try {
      JsonNode mails = MailJson.mapper().readTree(file).path("emails");
      if (mails.isArray()) {
        return mails;
      }
    } catch (JsonProcessingException notJson) {
      throw CommandFailed.usage(
          "The file isn't JSON: line "
              + notJson.getLocation().getLineNr()
              + ", "
              + notJson.getOriginalMessage());
    }
    throw CommandFailed.usage("The file must hold {\"emails\": [...]}.");
  }
}

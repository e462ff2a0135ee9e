package io.dromail.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.MailJson;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one dead letter: what happened to it, and the mail. */
@Command(
    name = "show",
    description = "Shows a dead letter with its attempts and the server's words.%n",
    customSynopsis = "dromail dead show ID [--mail]",
    optionListHeading = "%n",
    sortOptions = false)
final class DeadShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "The letter's id, as the list has it.")
  private String id;

  @Option(names = "--mail", description = "Only the mail, as JSON, to be edited and replayed.")
  private boolean mail;

  @Mixin private ApiOptions api;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Override
  public Integer call() throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    JsonNode letter = new DeadApi(api.api()).letter(id);
    if (!mail) {
      out.print(DeadLetterView.of(letter));
    } else if (letter.has("mail")) {
      out.println(
          MailJson.mapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(UnservedMail.of(letter)));
    } else {
      throw CommandFailed.refused("The mail of this dead letter can't be read.");
    }
    out.flush();
    return 0;
  }
}

package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.MailJson;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Posts a mail, or many, to the API, and tells what it answered. */
@Command(
    name = "send",
    description = "Sends a mail, or many, through a running Dromail.",
    customSynopsis = "dromail send --to ADDR (--text TEXT|--html HTML|--template ID) [OPTIONS]",
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 accepted, 1 refused, 2 wrong usage, 3 no Dromail answers.",
    })
final class SendCommand implements Callable<Integer> {

  static final String PATH = "/v1/emails";

  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = false, multiplicity = "1", heading = "%nThe mail:%n", order = 1)
  private MailOptions mail;

  @ArgGroup(
      validate = false,
      heading = "%nThe template, in place of --text and --html:%n",
      order = 2)
  private TemplateOptions template = new TemplateOptions();

  @ArgGroup(
      validate = false,
      heading = "%nMany mails, with {n} as their number in --to and --subject:%n",
      order = 3)
  private ManyOptions many = new ManyOptions();

  @ArgGroup(validate = false, heading = "%nThe gateway:%n", order = 4)
  private ApiOptions api = new ApiOptions();

  @Option(names = "--dry-run", description = "Shows what would be sent, and sends nothing.")
  private boolean dryRun;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.",
      hidden = true)
  private boolean help;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ObjectNode request = mail.request();
    template.addTo(request, err);
    Api target = api.api();
    if (dryRun) {
      return show(target, request, out, err);
    }
    return many.count() == 1
        ? one(target, request, out, err)
        : new Series(target, request, many, out, err).send();
  }

  private int show(Api target, ObjectNode request, PrintWriter out, PrintWriter err) {
    if (many.count() != 1) {
      throw CommandFailed.usage("--dry-run is for one mail; leave out --count.");
    }
    ObjectNode asked = Numbered.of(request, 1).put("dry_run", true);
    Answer answer = Api.await(target.post(PATH, json(asked)));
    if (!answer.isGood() || !answer.json().has("mime")) {
      return report(answer, target, err);
    }
    new DryRunView(answer.json()).printPlan(out);
    out.flush();
    return 0;
  }

  private static int one(Api target, ObjectNode request, PrintWriter out, PrintWriter err) {
    Answer answer = Api.await(target.post(PATH, json(Numbered.of(request, 1))));
    if (!answer.isReceipt()) {
      return report(answer, target, err);
    }
    JsonNode receipt = answer.json();
    String id = receipt.path("id").asText();
    out.println(
        Terminal.green("accepted") + " " + id + " (" + receipt.path("status").asText() + ")");
    out.flush();
    new SandboxHint(target).look(id).ifPresent(out::println);
    return 0;
  }

  /** Tells why a mail isn't accepted, and returns the exit status. */
  static int report(Answer answer, Api target, PrintWriter err) {
    if (!answer.isRefusal()) {
      throw target.stranger(answer);
    }
    err.println(Terminal.red(answer.refusal()));
    err.print(answer.details());
    err.flush();
    return CommandFailed.REFUSED;
  }

  static byte[] json(ObjectNode request) {
    try {
      return MailJson.mapper().writeValueAsBytes(request);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}

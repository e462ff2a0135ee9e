package io.dromail.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.enrich.DryRun;
import io.dromail.enrich.TemplatePreview;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.Refused;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Renders a template of the templates' folder, without a gateway, and shows what it makes. */
@Command(
    name = "render",
    description = "Shows what a template makes, without a running Dromail.",
    customSynopsis = "dromail render TEMPLATE [OPTIONS] [--html | --text | --mime]",
    optionListHeading = "%n",
    sortOptions = false,
    footer = {
      "",
      "  ./dromail render welcome --var username=Ada --html > welcome.html",
      "",
      "Exit status: 0 rendered, 1 the template or its variables are wrong, 2 wrong usage.",
    })
final class RenderCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "1", paramLabel = "TEMPLATE", description = "The name of its folder.")
  private String template;

  @Mixin private VariableOptions variables;

  @Option(
      names = "--locale",
      paramLabel = "TAG",
      description = "The reader's language, as in de or zh-CN.")
  private String locale;

  @ArgGroup private Form form = new Form();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  /** What is shown; without any, all that matters. */
  static final class Form {

    @Option(names = "--html", description = "Only the HTML, as it is.")
    private boolean html;

    @Option(names = "--text", description = "Only the text part, as it is.")
    private boolean text;

    @Option(names = "--mime", description = "The finished mail, to a recipient made up.")
    private boolean mime;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    DryRun mail = render(spec.commandLine().getErr());
    if (form.html || form.text || form.mime) {
      out.print(form.html ? mail.html() : form.text ? mail.text() : mail.mime());
    } else {
      new DryRunView(MailJson.mapper().valueToTree(mail)).printContent(out);
    }
    out.flush();
    return 0;
  }

  private DryRun render(PrintWriter err) throws IOException, MessagingException, PermanentFailure {
    ObjectNode request = MailJson.mapper().createObjectNode();
    request.put("from", MailOptions.SENDER).put("to", "ada@example.org").put("locale", locale);
    request
        .putObject("template")
        .put("id", template)
        .set("variables", variables.variables(template, err));
    String directory = Home.settings().get("dromail.templates.directory");
    try {
      Mail mail = MailJson.mapper().treeToValue(request, Mail.class);
      return new TemplatePreview(directory).show(mail);
    } catch (Refused refused) {
      throw CommandFailed.refused(Terminal.harmless(refused.getMessage()));
    } catch (JsonProcessingException e) {
      throw CommandFailed.usage("The variables can't be read: " + e.getOriginalMessage());
    }
  }
}

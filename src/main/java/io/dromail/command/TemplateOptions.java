package io.dromail.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that name a template and its variables. */
final class TemplateOptions {

  @Option(
      names = "--template",
      paramLabel = "ID",
      description = "A template; without variables, with its example's.")
  private String id;

  @ArgGroup(validate = false)
  private VariableOptions variables = new VariableOptions();

  @Option(
      names = "--locale",
      paramLabel = "TAG",
      description = "The recipient's language, as in de or zh-CN.")
  private String locale;

  /** Adds the template to a request, and says on {@code err} where it took the variables from. */
  void addTo(ObjectNode mail, PrintWriter err) {
    if (locale != null) {
      mail.put("locale", locale);
    }
    if (id != null) {
      mail.putObject("template").put("id", id).set("variables", variables.variables(id, err));
    } else if (!variables.isEmpty()) {
      throw CommandFailed.usage("--vars, --var and --var-json go with --template ID.");
    }
  }
}

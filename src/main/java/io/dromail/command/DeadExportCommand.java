package io.dromail.command;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.MailJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the mails of dead letters as a job file. */
@Command(
    name = "export",
    description = {
      "Writes the mails of dead letters as a job file, which the inbox takes.",
      "A mail that reached some of its recipients is written for the others only.",
    },
    customSynopsis = "dromail dead export [FILTERS] > jobs.json",
    sortOptions = false)
final class DeadExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

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
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    DeadApi target = new DeadApi(api.api());
    List<String> ids = new ArrayList<>();
    target.each(filters.fields(), letter -> ids.add(letter.path("id").asText()));
    int written = 0;
    JsonGenerator jobs = MailJson.mapper().createGenerator(out).useDefaultPrettyPrinter();
    jobs.writeStartObject();
    jobs.writeArrayFieldStart("emails");
    for (String id : ids) {
      JsonNode letter = target.letter(id);
      if (letter.has("mail")) {
        jobs.writePOJO(UnservedMail.of(letter));
        written++;
      }
    }
    jobs.writeEndArray();
    jobs.writeEndObject();
    jobs.flush();
    out.println();
    out.flush();
    err.println(written + " mails written" + left(ids.size() - written));
    err.flush();
    return 0;
  }

  private static String left(int unreadable) {
    return unreadable == 0 ? "." : "; " + unreadable + " letters can't be read as mails.";
  }
}

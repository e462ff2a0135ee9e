package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows how the SMTP profiles of a running Dromail stand; exit status 1 if one isn't well. */
@Command(
    name = "profiles",
    description = "Shows the SMTP profiles: their state, connections and limits.",
    mixinStandardHelpOptions = true,
    optionListHeading = "%n")
final class ProfilesCommand implements Callable<Integer> {

  private static final String PATH = "/v1/profiles";

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions options;

  @Override
  public Integer call() {
    Api api = options.api();
    Answer answer = api.get(PATH);
    if (answer.isRefusal()) {
      throw CommandFailed.refused(answer.refusal());
    }
    if (!answer.isGood()) {
      throw api.stranger(answer);
    }
    PrintWriter out = spec.commandLine().getOut();
    Table table = new Table("profile", "state", "server", "open", "reused", "limits left");
    boolean well = true;
    for (JsonNode profile : answer.json().path("data")) {
      table.row(
          profile.path("name").asText(),
          profile.path("state").asText(),
          profile.path("server").asText(),
          profile.at("/connections/open").asText()
              + "/"
              + profile.at("/connections/limit").asText(),
          profile.at("/connections/reused").asText(),
          left(profile));
      well &= profile.path("state").asText().matches("ready|slow");
    }
    out.println(table.head());
    out.print(table.body());
    answer.json().path("data").forEach(profile -> trouble(profile, out));
    out.flush();
    return well ? 0 : 1;
  }

  private static String left(JsonNode profile) {
    StringBuilder left = new StringBuilder();
    add(left, profile, "mails_this_minute", "mails_per_minute", "a minute");
    add(left, profile, "recipients_today", "recipients_per_day", "recipients a day");
    int held = profile.at("/left/held").asInt();
    return left.isEmpty()
        ? "no limits"
        : held == 0 ? left.toString() : left + "; " + held + " held";
  }

  private static void add(
      StringBuilder text, JsonNode profile, String left, String limit, String unit) {
    JsonNode most = profile.path("limits").path(limit);
    if (most.isInt()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(profile.path("left").path(left).asText("?"))
          .append(" of ")
          .append(most.asInt())
          .append(' ')
          .append(unit);
    }
  }

  private static void trouble(JsonNode profile, PrintWriter out) {
    String name = profile.path("name").asText();
    if (profile.has("cause")) {
      out.println();
      out.println(
          Terminal.harmless(
              name
                  + " is "
                  + profile.path("state").asText()
                  + ": "
                  + profile.path("cause").asText()));
    } else if (profile.has("last_error")) {
      out.println();
      out.println(
          Terminal.harmless(
              name
                  + ", last error at "
                  + MailTime.brief(profile.at("/last_error/at").asText())
                  + ": "
                  + profile.at("/last_error/message").asText()));
    }
    if (profile.has("slow_domains")) {
      out.println(Terminal.harmless(name + " is slow to " + list(profile.path("slow_domains"))));
    }
  }

  private static String list(JsonNode names) {
    List<String> all = new ArrayList<>();
    names.forEach(name -> all.add(name.asText()));
    return String.join(", ", all);
  }
}

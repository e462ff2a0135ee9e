package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;

/** What a person wants to know about the routes that run. Stateless. */
final class RoutesReport {

  private RoutesReport() {}

  /** A few lines, each with its end. */
  static String of(JsonNode routes) {
    Table table = new Table("", "");
    table.row(
        "in force",
        "%s, since %s: %s, %s"
            .formatted(
                routes.path("digest").asText(),
                MailTime.brief(routes.path("since").asText()),
                count(routes.path("routes").asInt(), "route"),
                count(routes.path("files").asInt(), "file")));
    table.row(
        "edits",
        routes.path("applied").asInt() + " taken, " + routes.path("refused").asInt() + " refused");
    int draining = routes.path("draining").asInt();
    if (draining > 0) {
      table.row("draining", count(draining, "old route") + " finish what is in work");
    }
    String refusal = RoutesHealth.isRefused(routes) ? System.lineSeparator() + refusal(routes) : "";
    return table.body() + refusal;
  }

  /** What is wrong with the newest edit. */
  static String refusal(JsonNode routes) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        Terminal.red("refused")
            + " at "
            + MailTime.brief(routes.path("rejected_at").asText())
            + "; what is in force goes on:");
    routes.path("rejected").forEach(f -> line(text, "  " + Terminal.harmless(f.asText())));
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append(System.lineSeparator());
  }

  static String count(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}

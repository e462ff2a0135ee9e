package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;

/** The tables of dead letters. Used for one command. */
final class DeadList {

  private final DeadApi api;
  private final PrintWriter out;
  private int shown;
  private boolean more;

  DeadList(DeadApi api, PrintWriter out) {
    this.api = api;
    this.out = out;
  }

  /** Prints the newest letters, the newest first. */
  void letters(Map<String, String> filter, int limit) {
    Table table = new Table("letter", "failed", "reason", "to", "cause");
    api.each(
        filter,
        letter -> {
          more = shown == limit;
          if (!more) {
            shown++;
            add(table, letter);
          }
          return !more;
        });
    if (shown == 0) {
      out.println(filter.isEmpty() ? "There are no dead letters." : "No dead letter fits.");
    } else {
      out.println(table.head());
      out.print(table.body());
      if (more) {
        out.println(Terminal.dim("  … and more; --limit N shows more, --group-by counts them"));
      }
    }
    out.flush();
  }

  /** Prints how many there are of each kind, the most first. */
  void groups(Map<String, String> filter, String by) {
    Table table =
        by.equals("cause")
            ? new Table("letters", "newest", "cause")
            : new Table("letters", "newest", by, "newest cause");
    JsonNode groups = api.groups(filter, by).path("groups");
    for (JsonNode group : groups) {
      String key = group.path("key").asText();
      String name = key.isEmpty() ? "(none)" : key;
      String newest = MailTime.brief(group.path("newest_at").asText());
      String count = group.path("count").asText();
      if (by.equals("cause")) {
        table.row(count, newest, name);
      } else {
        table.row(count, newest, name, brief(group.path("example").asText()));
      }
    }
    if (groups.isEmpty()) {
      out.println("There are no dead letters.");
    } else {
      out.println(table.head());
      out.print(table.body());
    }
    out.flush();
  }

  private static void add(Table table, JsonNode letter) {
    JsonNode to = letter.path("recipients");
    String others = to.size() > 1 ? " +" + (to.size() - 1) : "";
    table.row(
        shortId(letter),
        MailTime.brief(letter.path("failed_at").asText()),
        letter.path("reason").asText(),
        to.path(0).asText("?") + others,
        brief(letter.path("cause").asText()));
  }

  /** What follows the last hyphen of the id; a person can type it, and the API takes it. */
  static String shortId(JsonNode letter) {
    String id = letter.path("id").asText();
    return id.substring(id.lastIndexOf('-') + 1);
  }

  /** The server's words without the part of the sentence that all have in common. */
  private static String brief(String cause) {
    return cause.replaceFirst("^\\S+ did not take the mail: (\\S+@\\S+: )?", "");
  }
}

package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A mail that isn't sent, as a person looks at it. */
final class DryRunView {

  private final JsonNode mail;

  /** Of the API's answer to a dry run. */
  DryRunView(JsonNode mail) {
    this.mail = mail;
  }

  /** How it would be sent, then the mail as its reader gets it. */
  void printPlan(PrintWriter out) {
    out.println(Terminal.bold("not sent, this was a dry run"));
    row(out, "profile", text("profile"));
    mail.path("held").forEach(reason -> row(out, "held", reason.asText()));
    mail.path("warnings").forEach(warning -> row(out, "warning", warning.asText()));
    out.println();
    out.print(MailView.of(mail.path("mime").asText().getBytes(StandardCharsets.UTF_8)).text());
  }

  /** The subject, the text, the HTML, and the warnings last, where they are seen. */
  void printContent(PrintWriter out) {
    out.println(Terminal.bold("Subject:") + " " + text("subject"));
    out.println();
    out.println(text("text").stripTrailing());
    out.println();
    int bytes = text("html").getBytes(StandardCharsets.UTF_8).length;
    out.println(Terminal.bold(String.format(Locale.ROOT, "HTML, %,d bytes:", bytes)));
    out.println(text("html").strip());
    for (JsonNode warning : mail.path("warnings")) {
      out.println();
      out.println(Terminal.red("Warning:") + " " + Terminal.harmless(warning.asText()));
    }
  }

  /** Sentences as long as they are: none of them may be cut. */
  private static void row(PrintWriter out, String name, String sentence) {
    out.println(String.format("  %-9s", name) + Terminal.harmless(sentence));
  }

  private String text(String field) {
    return Terminal.harmless(mail.path(field).asText());
  }
}

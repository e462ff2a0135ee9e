package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A dead letter as a person reads it: what happened, each attempt, the mail. */
final class DeadLetterView {

  private static final int TEXT_AT_MOST = 2000;

  private final StringBuilder view = new StringBuilder();

  private DeadLetterView() {}

  static String of(JsonNode letter) {
    DeadLetterView view = new DeadLetterView();
    view.head(letter);
    view.attempts(letter);
    if (letter.has("mail")) {
      view.mail(letter.path("mail"));
    } else {
      view.part("\nThis came in place of a mail, and can't be sent:");
      view.text(letter.path("job").asText());
    }
    return view.view.toString();
  }

  private void head(JsonNode letter) {
    line("Letter", letter.path("id").asText());
    line("Mail", letter.path("mail_id").asText());
    line("Failed", MailTime.whole(letter.path("failed_at").asText()));
    line("Reason", reason(letter));
    line("Cause", letter.path("cause").asText());
    line("Not sent to", texts(letter.path("recipients")));
    line("Way", way(letter));
    line("Tenant", letter.path("tenant").asText());
    if (letter.path("state").asText().equals("replayed")) {
      line("Replayed", MailTime.whole(letter.path("replayed_at").asText()));
    }
  }

  private static String reason(JsonNode letter) {
    String reason = letter.path("reason").asText();
    return switch (reason) {
      case "permanent" -> "permanent: another attempt of the same mail would fail, too";
      case "exhausted" ->
          "exhausted: given up after " + letter.path("attempt_count").asText() + " attempts";
      case "unknown" -> "unknown: the server may have the mail; a replay may be a second copy";
      default -> reason;
    };
  }

  private static String way(JsonNode letter) {
    List<String> way = new ArrayList<>();
    way.add("lane " + letter.path("lane").asText("?"));
    if (letter.has("template")) {
      way.add("template " + letter.path("template").asText());
    }
    if (letter.has("step")) {
      way.add("failed in " + letter.path("step").asText());
    }
    way.add("profile " + letter.path("profile").asText());
    return String.join(", ", way);
  }

  /** Never cut, however narrow the terminal: these are the server's words. */
  private void attempts(JsonNode letter) {
    part("\nAttempts:");
    JsonNode attempts = letter.path("attempts");
    for (int i = 0; i < attempts.size(); i++) {
      JsonNode attempt = attempts.get(i);
      boolean last = i == attempts.size() - 1;
      int number = last ? Math.max(i + 1, letter.path("attempt_count").asInt()) : i + 1;
      int code = attempt.path("reply_code").asInt();
      String reply = code == 0 ? "no reply" : code + " " + attempt.path("enhanced_code").asText();
      view.append(
          "  %-2d  %s  %-9s  %s%n"
              .formatted(
                  number,
                  MailTime.whole(attempt.path("at").asText()),
                  reply.strip(),
                  Terminal.harmless(attempt.path("reply_text").asText())));
    }
  }

  private void mail(JsonNode mail) {
    view.append('\n');
    for (String field : List.of("from", "to", "cc", "bcc", "reply_to")) {
      JsonNode addresses = mail.path(field);
      List<String> all = new ArrayList<>();
      (addresses.isArray() ? addresses : List.of(addresses))
          .forEach(address -> all.add(address(address)));
      String name = field.substring(0, 1).toUpperCase() + field.substring(1).replace('_', '-');
      line(name, String.join(", ", all));
    }
    line("Subject", mail.path("subject").asText());
    line("Template", mail.path("template").path("id").asText());
    mail.path("attachments").forEach(file -> line("Attachment", file.path("filename").asText()));
    view.append('\n');
    if (mail.has("template")) {
      text(mail.path("template").path("variables").toPrettyString());
    } else {
      text(mail.has("text") ? mail.path("text").asText() : mail.path("html").asText());
    }
  }

  private static String address(JsonNode address) {
    String email = address.isTextual() ? address.asText() : address.path("email").asText();
    return address.has("name") ? address.path("name").asText() + " <" + email + ">" : email;
  }

  private static String texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return String.join(", ", texts);
  }

  private void line(String name, String value) {
    if (!value.isBlank()) {
      String label = Terminal.bold(String.format("%-12s", name + ":"));
      view.append(label).append(' ').append(Terminal.harmless(value)).append('\n');
    }
  }

  private void part(String title) {
    view.append(Terminal.bold(title)).append('\n');
  }

  private void text(String text) {
    String shown = text.length() > TEXT_AT_MOST ? text.substring(0, TEXT_AT_MOST) + " …" : text;
    view.append(Terminal.harmless(shown).stripTrailing()).append('\n');
  }
}

package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The table of what arrived in the sandbox, oldest first. Used for one command. */
final class SandboxList {

  private static final long POLL_MS = 1000;

  private final Api api;
  private final PrintWriter out;
  private final Table table = new Table("n", "time", "from", "to", "subject");
  private boolean headed;
  private int last;

  SandboxList(Api api, PrintWriter out) {
    this.api = api;
    this.out = out;
  }

  /** Prints what is there and, if it shall follow, what arrives until nobody answers any more. */
  void show(boolean follow) {
    print();
    if (!headed && !follow) {
      out.println("Nothing has arrived yet; ./dromail send --help shows how to send a mail.");
    }
    try {
      while (follow) {
        Thread.sleep(POLL_MS);
        print();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The answer, if it is one of a sandbox. */
  static Answer good(Answer answer, Api api) {
    if (answer.isGood()) {
      return answer;
    }
    if (answer.status() == 404) {
      throw CommandFailed.refused(
          "There is no sandbox at " + api.at("") + ": its mails go to a provider.");
    }
    if (answer.isRefusal()) {
      throw CommandFailed.refused(answer.refusal());
    }
    throw api.stranger(answer);
  }

  private void print() {
    List<JsonNode> mails = new ArrayList<>();
    good(api.get(SandboxCommand.PATH), api).json().path("data").forEach(mails::add);
    mails.sort(Comparator.comparingInt(mail -> mail.path("n").asInt()));
    int newest = mails.isEmpty() ? 0 : mails.get(mails.size() - 1).path("n").asInt();
    last = newest < last ? 0 : last;
    for (JsonNode mail : mails) {
      if (mail.path("n").asInt() > last) {
        add(mail);
      }
    }
    last = newest;
    String rows = table.body();
    if (!headed && !rows.isEmpty()) {
      out.println(table.head());
      headed = true;
    }
    out.print(rows);
    out.flush();
    table.clear();
  }

  private void add(JsonNode mail) {
    JsonNode to = mail.path("to");
    String others = to.size() > 1 ? " +" + (to.size() - 1) : "";
    table.row(
        mail.path("n").asText(),
        MailTime.brief(mail.path("received_at").asText()),
        mail.path("from").asText(),
        to.path(0).asText() + others,
        mail.path("subject").asText());
  }
}

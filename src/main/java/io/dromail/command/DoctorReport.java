package io.dromail.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.Diagnosis;
import io.dromail.mail.Diagnosis.DnsEntry;
import io.dromail.mail.Diagnosis.State;
import io.dromail.mail.MailJson;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the doctor found, as a person reads it, each block as soon as it's known; or as JSON in one
 * piece. Not thread-safe.
 */
final class DoctorReport {

  private static final int NARROWEST = 40;
  private static final int WIDEST = 100;
  private static final boolean SIGNS = Terminal.charset().newEncoder().canEncode("✓✗→");

  private final PrintWriter out;
  private final ArrayNode json;
  private ArrayNode checks;
  private final Map<State, Integer> counts = new EnumMap<>(State.class);

  DoctorReport(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json ? MailJson.mapper().createArrayNode() : null;
  }

  /**
   * What comes next; on a terminal it's there while it's looked at, which may take seconds.
   *
   * @param kind {@code profile} or {@code domain}
   * @param where its server, or empty
   */
  void begin(String kind, String name, String where) {
    if (json != null) {
      ObjectNode block = json.addObject().put(kind, name);
      checks = (where.isEmpty() ? block : block.put("server", where)).putArray("checks");
    } else {
      out.println(Terminal.bold(kind + " " + name) + (where.isEmpty() ? "" : ", " + where));
      out.flush();
    }
  }

  /** What was found. */
  void end(List<Diagnosis> found) {
    found.forEach(one -> counts.merge(one.state(), 1, Integer::sum));
    if (json != null) {
      found.forEach(one -> add(checks.addObject(), one));
      return;
    }
    int width = found.stream().mapToInt(one -> one.part().length()).max().orElse(0);
    found.forEach(one -> print(one, Math.max(width, 10)));
    out.println();
    out.flush();
  }

  /** A line about what isn't looked at. */
  void note(String words) {
    if (json == null) {
      out.println(words);
      out.println();
    }
  }

  /** The end; the exit status. */
  int summary() {
    int wrong = counts.getOrDefault(State.WRONG, 0);
    int unknown = counts.getOrDefault(State.UNKNOWN, 0);
    int warnings = counts.getOrDefault(State.WARNING, 0);
    if (json != null) {
      out.println(json.toPrettyString());
    } else if (counts.isEmpty()) {
      out.println("There is nothing to look at.");
    } else if (wrong + unknown + warnings == 0) {
      out.println(Terminal.green("All is well."));
    } else {
      String words =
          (wrong == 0 ? "Nothing is broken" : wrong + " to mend")
              + (unknown == 0 ? "" : ", " + unknown + " not known")
              + (warnings == 0 ? "" : ", " + warnings + (warnings > 1 ? " warnings" : " warning"))
              + ".";
      out.println(wrong + unknown > 0 ? Terminal.red(words) : words);
    }
    out.flush();
    return wrong + unknown > 0 ? CommandFailed.REFUSED : 0;
  }

  private void print(Diagnosis one, int width) {
    String indent = " ".repeat(width + 6);
    String first =
        "  " + mark(one.state()) + " " + one.part() + " ".repeat(width - one.part().length());
    out.println(first + "  " + wrapped(one.words(), indent));
    if (!one.remedy().isEmpty()) {
      out.println(indent + wrapped((SIGNS ? "→ " : "> ") + one.remedy(), indent + "  "));
    }
    DnsEntry entry = one.publish();
    if (entry != null) {
      // In one piece, however long: it's there to be copied.
      out.println(indent + "  name   " + Terminal.harmless(entry.name()));
      out.println(indent + "  type   " + entry.type());
      out.println(indent + "  value  " + Terminal.harmless(entry.value()));
    }
  }

  private static String mark(State state) {
    return switch (state) {
      case GOOD -> Terminal.green(SIGNS ? "✓" : "+");
      case WARNING -> Terminal.bold("!");
      case WRONG -> Terminal.red(SIGNS ? "✗" : "x");
      case UNKNOWN -> Terminal.red("?");
    };
  }

  /** Broken between words to the terminal's width; further lines are indented. */
  private static String wrapped(String text, String indent) {
    int columns = Math.min(Terminal.columns(), WIDEST);
    int room = Terminal.present() ? Math.max(NARROWEST, columns - indent.length()) : 1 << 30;
    StringBuilder lines = new StringBuilder();
    int used = 0;
    for (String word : Terminal.harmless(text).strip().split("\\s+")) {
      int wide = Table.width(word);
      if (used > 0 && used + 1 + wide > room) {
        lines.append(System.lineSeparator()).append(indent);
        used = 0;
      }
      lines.append(used > 0 ? " " : "").append(word);
      used += wide + (used > 0 ? 1 : 0);
    }
    return lines.toString();
  }

  private static void add(ObjectNode check, Diagnosis one) {
    check.put("part", one.part());
    check.put("state", one.state().name().toLowerCase(Locale.ROOT));
    check.put("words", one.words());
    if (!one.remedy().isEmpty()) {
      check.put("remedy", one.remedy());
    }
    if (one.publish() != null) {
      check.set("publish", MailJson.mapper().valueToTree(one.publish()));
    }
  }
}

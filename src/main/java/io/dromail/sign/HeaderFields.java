package io.dromail.sign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The header of a mail, and what of it is signed: what a reader sees or a mail program acts on (RFC
 * 6376 section 5.4.1). Every field is named once more than it's there, so that nobody can add one
 * to a mail that stays signed; the most telling ones even if they aren't there at all.
 */
final class HeaderFields {

  private static final Set<String> GUARDED =
      Set.of("from", "to", "cc", "subject", "date", "reply-to");

  private static final List<String> SIGNED =
      List.of(
          "from",
          "to",
          "cc",
          "subject",
          "date",
          "reply-to",
          "sender",
          "message-id",
          "in-reply-to",
          "references",
          "mime-version",
          "content-type",
          "content-transfer-encoding",
          "content-disposition",
          "content-id",
          "list-id",
          "list-unsubscribe",
          "list-unsubscribe-post",
          "list-help",
          "list-subscribe",
          "list-post",
          "list-owner",
          "list-archive",
          "feedback-id",
          "cfbl-address",
          "cfbl-feedback-id",
          "auto-submitted");

  private static final Pattern FIELD_END = Pattern.compile("\r\n(?![ \t])");

  /** By name in lower case; those of one name as they follow each other. */
  private final Map<String, List<String>> fields = new HashMap<>();

  /** Of a header with line ends of CRLF, an octet a character. */
  HeaderFields(String head) {
    for (String field : FIELD_END.split(head)) {
      int colon = field.indexOf(':');
      if (colon > 0) {
        String name = field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        fields.computeIfAbsent(name, any -> new ArrayList<>(1)).add(field);
      }
    }
  }

  /** The names to be signed, as often as they are to be named. */
  List<String> names(Set<String> except) {
    List<String> names = new ArrayList<>();
    for (String name : SIGNED) {
      int present = fields.getOrDefault(name, List.of()).size();
      if (!except.contains(name) && (present > 0 || GUARDED.contains(name))) {
        for (int i = 0; i <= present; i++) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /**
   * The canonical form of the fields with these names (RFC 6376 section 5.4.2): those of one name
   * from the last to the first, then nothing.
   */
  String canonical(List<String> names, boolean relaxed) {
    StringBuilder all = new StringBuilder();
    Map<String, Integer> taken = new HashMap<>();
    for (String name : names) {
      List<String> present = fields.getOrDefault(name, List.of());
      int next = present.size() - taken.merge(name, 1, Integer::sum);
      if (next >= 0) {
        all.append(canonical(present.get(next), relaxed)).append("\r\n");
      }
    }
    return all.toString();
  }

  /** One field without its line end (RFC 6376 sections 3.4.1 and 3.4.2). */
  static String canonical(String field, boolean relaxed) {
    if (!relaxed) {
      return field;
    }
    int colon = field.indexOf(':');
    StringBuilder line = new StringBuilder(field.length());
    line.append(field.substring(0, colon).strip().toLowerCase(Locale.ROOT)).append(':');
    int value = line.length();
    boolean space = false;
    for (int i = colon + 1; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        space = true;
      } else {
        if (space && line.length() > value) {
          line.append(' ');
        }
        space = false;
        line.append(c);
      }
    }
    return line.toString();
  }
}

package io.dromail.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.Refused;
import java.util.Map;

/**
 * Refuses NUL in any text of a request, which neither a mail (RFC 5322 section 2.3) nor a database
 * takes.
 */
final class NulCheck {

  private NulCheck() {}

  /**
   * Refuses a request whose texts contain NUL.
   *
   * @param source from which the request was parsed
   */
  static void refuse(JsonNode request, RequestSource source) throws Refused {
    if (source.mayContainNul()) {
      refuse(request, "");
    }
  }

  /**
   * Whether JSON may have a text with NUL in it: it's escaped there, as {@code u0000} behind a
   * backslash (RFC 8259 section 7). In UTF-16 and UTF-32 there are zeros in most characters.
   */
  static boolean mayConcern(byte[] json) {
    for (int i = 0; i < json.length; i++) {
      byte b = json[i];
      if (b == 0 || b == 'u' && hasZeros(json, i + 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasZeros(byte[] json, int from) {
    return from + 4 <= json.length
        && json[from] == '0'
        && json[from + 1] == '0'
        && json[from + 2] == '0'
        && json[from + 3] == '0';
  }

  /** Looks at every text of a request whose source isn't at hand. */
  static void refuse(JsonNode node, String field) throws Refused {
    if (node.isTextual() && node.textValue().indexOf('\0') >= 0) {
      throw Refused.field(MailReader.name(field), field, "contains NUL");
    }
    for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
      refuse(node.get(i), field + "[" + i + "]");
    }
    for (Map.Entry<String, JsonNode> child : node.properties()) {
      String name = child.getKey();
      if (name.indexOf('\0') >= 0) {
        throw Refused.field(MailReader.name(field), field, "has a name that contains NUL");
      }
      refuse(child.getValue(), field.isEmpty() ? name : field + "." + name);
    }
  }
}

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

  static void refuse(JsonNode request) throws Refused {
    refuse(request, "");
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

package io.dromail.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts a mail's number where its recipients and its subject say {@code {n}}. */
final class Numbered {

  private Numbered() {}

  /** The request for the mail of that number; the given one stays as it is. */
  static ObjectNode of(ObjectNode request, int n) {
    ObjectNode copy = request.objectNode();
    copy.setAll(request);
    ArrayNode to = copy.putArray("to");
    request.path("to").forEach(address -> to.add(numbered(address.asText(), n)));
    if (request.hasNonNull("subject")) {
      copy.put("subject", numbered(request.get("subject").asText(), n));
    }
    return copy;
  }

  private static String numbered(String text, int n) {
    return text.replace("{n}", Integer.toString(n));
  }
}

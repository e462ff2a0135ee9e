package io.dromail.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what a request asks for, name by name: from its query or its JSON. */
final class RequestFields {

  private static final int LIMIT_AT_MOST = 500;

  private RequestFields() {}

  /** The parameters of a query (RFC 3986 section 3.4); a name without a value doesn't count. */
  static Map<String, String> ofQuery(String query) throws Refused {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0 && equals < pair.length() - 1) {
        String name = decoded(pair.substring(0, equals));
        if (fields.put(name, decoded(pair.substring(equals + 1))) != null) {
          throw Refused.field("invalid_parameter", name, "is there twice");
        }
      }
    }
    return fields;
  }

  /** The fields of an object; a null doesn't count. */
  static Map<String, String> of(JsonNode object) throws Refused {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (field.getValue().isContainerNode()) {
        throw Refused.field(
            "invalid_parameter", field.getKey(), "must be a text, a number or true or false");
      }
      if (!field.getValue().isNull()) {
        fields.put(field.getKey(), field.getValue().asText());
      }
    }
    return fields;
  }

  /** A body that must be a JSON object; an empty one counts as {@code {}}. */
  static JsonNode object(byte[] body) throws Refused {
    try {
      if (body == null || body.length == 0) {
        return MailJson.mapper().createObjectNode();
      }
      JsonNode json = MailJson.mapper().readTree(body);
      if (json.isObject()) {
        return json;
      }
    } catch (IOException notJson) {
      throw Refused.because(400, "invalid_json", "The body is not JSON.");
    }
    throw Refused.field("invalid_parameter", "", "must be a JSON object");
  }

  /** How many letters a request asks for. */
  static int limit(Map<String, String> fields, int otherwise) throws Refused {
    String limit = fields.get("limit");
    if (limit == null) {
      return otherwise;
    }
    int number = limit.matches("\\d{1,4}") ? Integer.parseInt(limit) : 0;
    if (number < 1 || number > LIMIT_AT_MOST) {
      throw Refused.field("invalid_parameter", "limit", "must be 1 to " + LIMIT_AT_MOST);
    }
    return number;
  }

  private static String decoded(String text) throws Refused {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refused.field("invalid_parameter", "", "has a query that can't be read");
    }
  }
}

package io.dromail.house;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Requests, written in JSON with single quotes for the sake of the reader. */
public final class Requests {
  private static final JsonMapper LENIENT =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  private Requests() {}

  /** The smallest mail, with these fields put in; a field that is null there is left out. */
  public static ObjectNode mail(String fields) {
    ObjectNode mail =
        parse(
            "{'from': 'shop@example.com', 'to': 'ada@example.org', 'subject': 'Hello', 'text':"
                + " 'Hi'}");
    ObjectNode changes = parse("{" + fields + "}");
    mail.setAll(changes);
    changes.fieldNames().forEachRemaining(name -> removeNull(mail, name));
    return mail;
  }

  /** The same to somebody. */
  public static ObjectNode mailTo(String recipient) {
    return mail("").put("to", recipient);
  }

  /** A mail from a template. */
  static ObjectNode template(String id, String variables) {
    ObjectNode mail = mail("'subject': null, 'text': null");
    mail.putObject("template").put("id", id).set("variables", parse(variables));
    return mail;
  }

  static ArrayNode batch(ObjectNode... mails) {
    ArrayNode batch = LENIENT.createArrayNode();
    for (ObjectNode mail : mails) {
      batch.add(mail);
    }
    return batch;
  }

  static ObjectNode parse(String json) {
    try {
      return (ObjectNode) LENIENT.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static void removeNull(ObjectNode mail, String name) {
    if (mail.get(name).isNull()) {
      mail.remove(name);
    }
  }
}

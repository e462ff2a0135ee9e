package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dromail.mail.MailJson;
import java.io.IOException;

/**
 * What the API answered.
 *
 * @param status the HTTP status
 * @param body as it came
 */
record Answer(int status, byte[] body) {

  boolean isGood() {
    return status / 100 == 2;
  }

  /** The body as JSON; missing if it isn't JSON. */
  JsonNode json() {
    try {
      JsonNode json = MailJson.mapper().readTree(body);
      return json == null ? MissingNode.getInstance() : json;
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }

  /** Whether it accepts a mail. */
  boolean isReceipt() {
    return isGood() && json().path("id").isTextual();
  }

  /** Whether it has the form of the contract's errors. */
  boolean isRefusal() {
    JsonNode json = json();
    return !isGood() && json.path("name").isTextual() && json.path("message").isTextual();
  }

  /** The error on a line: {@code refused (422 invalid_recipient): A recipient is not valid.} */
  String refusal() {
    JsonNode json = json();
    return Terminal.harmless(
        "refused ("
            + status
            + " "
            + json.path("name").asText()
            + "): "
            + json.path("message").asText());
  }

  /** One line a field that is wrong, aligned; empty if the error has no more to say. */
  String details() {
    JsonNode details = json().path("details");
    String first = details.path(0).path("reason").asText();
    if (details.size() == 1 && json().path("message").asText().endsWith(first)) {
      return "";
    }
    Table table = new Table("", "");
    for (JsonNode detail : details) {
      String field = detail.path("field").asText();
      table.row(field.isEmpty() ? "(body)" : field, detail.path("reason").asText());
    }
    return table.body();
  }
}

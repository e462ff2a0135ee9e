package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The workbench of a Dromail, as the API has it. Throws {@link CommandFailed} if it refuses. */
final class DeadApi {

  private static final String PATH = "/v1/dead-letters";
  private static final int PAGE_AT_MOST = 500;

  private final Api api;

  DeadApi(Api api) {
    this.api = api;
  }

  /** The letters' groups. */
  JsonNode groups(Map<String, String> filter, String by) {
    Map<String, String> query = new HashMap<>(filter);
    query.put("group_by", by);
    return get(query(query));
  }

  /** Hands out letters, the newest first, until there are no more or no more are wanted. */
  void each(Map<String, String> filter, Predicate<JsonNode> wantsMore) {
    Map<String, String> query = new HashMap<>(filter);
    query.putIfAbsent("limit", String.valueOf(PAGE_AT_MOST));
    while (true) {
      JsonNode page = get(query(query));
      for (JsonNode letter : page.path("data")) {
        if (!wantsMore.test(letter)) {
          return;
        }
      }
      if (!page.has("next")) {
        return;
      }
      query.put("cursor", page.path("next").asText());
    }
  }

  /** One letter with all that is known of it. */
  JsonNode letter(String id) {
    return get("/" + segment(id));
  }

  /** Does something to one letter. */
  JsonNode act(String id, String what, ObjectNode request) {
    return post("/" + segment(id) + "/" + what, request);
  }

  /** Does something to many letters. */
  JsonNode act(String what, ObjectNode request) {
    return post("/" + what, request);
  }

  /** A bulk request for a filter; all letters if it is empty. */
  static ObjectNode request(Map<String, String> filter) {
    ObjectNode request = io.dromail.mail.MailJson.mapper().createObjectNode();
    filter.forEach(request::put);
    return filter.isEmpty() ? request.put("all", true) : request;
  }

  private JsonNode get(String path) {
    return good(api.get(PATH + path));
  }

  private JsonNode post(String path, ObjectNode request) {
    return good(Api.await(api.post(PATH + path, SendCommand.json(request))));
  }

  private JsonNode good(Answer answer) {
    if (answer.isGood() && answer.json().isObject()) {
      return answer.json();
    }
    if (answer.status() == 404 && answer.isRefusal()) {
      throw CommandFailed.refused(answer.json().path("message").asText());
    }
    if (answer.isRefusal()) {
      String details = answer.details().stripTrailing();
      throw CommandFailed.refused(answer.refusal() + (details.isEmpty() ? "" : "\n" + details));
    }
    throw api.stranger(answer);
  }

  private static String query(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&", "?", ""));
  }

  private static String segment(String id) {
    return encoded(id).replace("+", "%20");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

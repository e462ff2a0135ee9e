package io.dromail.journal;

import io.dromail.mail.Address;
import io.dromail.mail.MailEvent.Kind;
import io.dromail.mail.Refused;
import io.dromail.mail.Tag;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What {@code GET /v1/emails} is asked for; null where it makes no difference.
 *
 * @param after the id of the last mail of the page before
 * @param limit mails of a page
 */
record EmailQuery(Kind status, String to, Tag tag, UUID after, int limit) {

  private static final List<String> NAMES = List.of("status", "to", "tag", "after", "limit");
  private static final int LIMIT = 20;
  private static final int LIMIT_AT_MOST = 100;

  /**
   * Reads the query of a URL.
   *
   * @param query as it was sent, or null
   * @throws Refused 422 {@code invalid_parameter}, with the parameter's name
   */
  static EmailQuery parse(String query) throws Refused {
    Map<String, String> given = parameters(query);
    return new EmailQuery(
        status(given.get("status")),
        to(given.get("to")),
        tag(given.get("tag")),
        after(given.get("after")),
        limit(given.get("limit")));
  }

  private static Map<String, String> parameters(String query) throws Refused {
    Map<String, String> given = new HashMap<>();
    if (query == null || query.isEmpty()) {
      return given;
    }
    for (String part : query.split("&")) {
      int equals = part.indexOf('=');
      String name = decoded(equals < 0 ? part : part.substring(0, equals), part);
      String value = equals < 0 ? "" : decoded(part.substring(equals + 1), name);
      if (!NAMES.contains(name)) {
        throw bad(name, "there is no such parameter, only " + String.join(", ", NAMES));
      }
      if (given.put(name, value) != null) {
        throw bad(name, "is given twice");
      }
    }
    return given;
  }

  private static String decoded(String text, String name) throws Refused {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw bad(name, "is not percent-encoded as a URL is");
    }
  }

  private static Kind status(String text) throws Refused {
    if (text == null) {
      return null;
    }
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> bad("status", "must be one of " + Arrays.toString(Kind.values())));
  }

  private static String to(String text) throws Refused {
    if (text != null && text.indexOf('@') < 0) {
      throw bad("to", "must be an address");
    }
    // A plus that wasn't percent-encoded; no address has a space.
    return text == null ? null : Address.comparable(text.strip().replace(' ', '+'));
  }

  private static Tag tag(String text) throws Refused {
    int colon = text == null ? -1 : text.indexOf(':');
    if (text != null && colon < 1) {
      throw bad("tag", "must be name:value");
    }
    return text == null ? null : new Tag(text.substring(0, colon), text.substring(colon + 1));
  }

  private static UUID after(String text) throws Refused {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw bad("after", "must be the 'next' of another page");
    }
  }

  private static int limit(String text) throws Refused {
    if (text == null) {
      return LIMIT;
    }
    int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > LIMIT_AT_MOST) {
      throw bad("limit", "must be a number from 1 to " + LIMIT_AT_MOST);
    }
    return limit;
  }

  /** What is wrong with a parameter. */
  static Refused bad(String name, String reason) {
    return Refused.field("invalid_parameter", name, reason);
  }
}

package io.dromail.live;

import java.util.Map;

/**
 * An endpoint that a route consumes from or hands mails to.
 *
 * @param uri as it's written, with its settings filled in
 * @param parameters by name
 * @param consumes whether a route begins with it
 */
record UriUse(Word uri, String text, Map<String, Word> parameters, boolean consumes) {

  /** What stands before the first colon. */
  String scheme() {
    return text.replaceFirst("[:?].*", "");
  }

  /** What stands between the scheme and the query. */
  String path() {
    String rest = text.substring(scheme().length()).replaceFirst("\\?.*", "");
    return rest.replaceFirst("^:/{0,2}", "");
  }

  /** An option as it's written, beside the URI or in it; null without. */
  String option(String name) {
    if (parameters.containsKey(name)) {
      return parameters.get(name).text();
    }
    for (String pair : text.substring(text.indexOf('?') + 1).split("&")) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return null;
  }

  /** The place of an option, or else of the URI. */
  Place placeOf(String option) {
    return parameters.containsKey(option) ? parameters.get(option).place() : uri.place();
  }

  /** Whether what it leads to is known before a mail comes. */
  boolean isFixed() {
    return isFixed(text);
  }

  static boolean isFixed(String text) {
    return !text.contains("${") && !text.contains("$simple{") && !text.contains("{{");
  }

  Finding finding(String message) {
    return uri.finding(message);
  }
}

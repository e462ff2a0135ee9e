package io.dromail.doctor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A tag list such as {@code v=DMARC1; p=none} (RFC 6376 section 3.2, RFC 7489 section 6.3).
 *
 * @param values by tag, in the order of the list
 */
record Tags(Map<String, String> values) {

  /**
   * Reads a list.
   *
   * @throws BadRecord if it isn't one
   */
  static Tags of(String text) throws BadRecord {
    Map<String, String> values = new LinkedHashMap<>();
    for (String tag : text.split(";")) {
      if (tag.isBlank()) {
        continue;
      }
      int equals = tag.indexOf('=');
      if (equals < 1) {
        throw new BadRecord("'" + tag.strip() + "' is no tag=value");
      }
      String name = tag.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      if (values.put(name, tag.substring(equals + 1).strip()) != null) {
        throw new BadRecord("the tag " + name + "= is there twice");
      }
    }
    return new Tags(values);
  }

  boolean has(String tag) {
    return values.containsKey(tag);
  }

  /** The value of a tag, or what it is without the tag. */
  String get(String tag, String otherwise) {
    return values.getOrDefault(tag, otherwise);
  }

  /** The same in lower case, for the tags whose values are words. */
  String word(String tag, String otherwise) {
    return get(tag, otherwise).toLowerCase(Locale.ROOT);
  }
}

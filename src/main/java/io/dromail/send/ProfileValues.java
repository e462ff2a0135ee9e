package io.dromail.send;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The values of a profile: what its block says, else what its preset says, else a default.
 *
 * @param profile its name, for errors
 */
record ProfileValues(String profile, Map<String, String> values) {

  String text(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  /** A value that there must be. */
  String required(String key) {
    String value = values.get(key);
    if (value == null) {
      throw wrong(key + " is missing");
    }
    return value;
  }

  int number(String key, int otherwise, int least) {
    String text = values.get(key);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Told below.
    }
    throw wrong(key + " must be a whole number from " + least + " on, not '" + text + "'");
  }

  /** A list separated by commas. */
  List<String> list(String key) {
    String text = values.getOrDefault(key, "");
    return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  BadProfile wrong(String sentence) {
    return new BadProfile(profile, sentence);
  }
}

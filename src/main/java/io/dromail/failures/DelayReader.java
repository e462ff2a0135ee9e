package io.dromail.failures;

import java.time.Duration;
import java.util.List;

/**
 * Reads the delays of a YAML mapping, and refuses those that would never come. Stateless.
 *
 * @param longest the longest that makes sense
 */
record DelayReader(Duration longest) {

  List<Duration> several(YamlMap map, String key) {
    String text = map.text(key);
    if (text == null) {
      throw map.missing(key, Delays.WANTED);
    }
    List<Duration> delays;
    try {
      delays = Delays.parse(text);
    } catch (IllegalArgumentException e) {
      throw map.mustBe(key, Delays.WANTED);
    }
    for (Duration delay : delays) {
      if (delay.compareTo(longest) > 0) {
        throw map.wrong(
            key,
            "must be at most %s, as long as a mail is kept; %s is longer"
                .formatted(Delays.label(longest), Delays.label(delay)));
      }
    }
    return delays;
  }

  Duration one(YamlMap map, String key) {
    List<Duration> delays = several(map, key);
    if (delays.size() > 1) {
      throw map.mustBe(key, "one time such as 60s, 5m or 2d");
    }
    return delays.get(0);
  }
}

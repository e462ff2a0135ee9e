package io.dromail.mail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The delays after which mails are tried again; the broker has a queue for each. */
@FunctionalInterface
public interface RetryDelays {

  /** Each delay by the word in its queue's name, such as {@code 30s} or {@code 5m}. */
  Map<String, Duration> byLabel();

  /**
   * Those that a renewal would bring; some of the present ones may be missing.
   *
   * @param routes the folder that it would be made of
   */
  default Map<String, Duration> in(Path routes) {
    return byLabel();
  }
}

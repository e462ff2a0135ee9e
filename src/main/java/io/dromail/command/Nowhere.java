package io.dromail.command;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings with which a gateway listens where nobody looks for it, and reaches nobody. */
final class Nowhere {

  private Nowhere() {}

  /** By name; the inbox is in a folder that may be written to. */
  static Map<String, String> settings(Path scratch) {
    Map<String, String> settings = new HashMap<>();
    settings.put("dromail.http.host", "127.0.0.1");
    settings.put("dromail.http.port", "0");
    settings.put("dromail.management.host", "127.0.0.1");
    settings.put("dromail.management.port", "0");
    settings.put("dromail.broker.url", "amqp://127.0.0.1:1");
    settings.put("dromail.journal.url", "none");
    settings.put("dromail.tracing.otlp-url", "");
    settings.put("dromail.smtp.url", "smtp://127.0.0.1:1?tls=none");
    settings.put("dromail.inbox.directory", scratch.resolve("inbox").toString());
    return settings;
  }
}

package io.dromail.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which dead letters are meant; the names are those of the API. */
final class DeadFilters {

  private final Map<String, String> fields = new LinkedHashMap<>();

  @Option(
      order = 1,
      names = "--reason",
      paramLabel = "WHY",
      description = "permanent, exhausted or unknown.")
  void reason(String value) {
    fields.put("reason", value);
  }

  @Option(order = 2, names = "--profile", paramLabel = "NAME", description = "The SMTP profile.")
  void profile(String value) {
    fields.put("profile", value);
  }

  @Option(
      order = 3,
      names = "--domain",
      paramLabel = "NAME",
      description = "The domain of the first recipient.")
  void domain(String value) {
    fields.put("domain", value);
  }

  @Option(order = 4, names = "--template", paramLabel = "ID", description = "The template.")
  void template(String value) {
    fields.put("template", value);
  }

  @Option(order = 5, names = "--lane", paramLabel = "LANE", description = "The lane.")
  void lane(String value) {
    fields.put("lane", value);
  }

  @Option(
      order = 6,
      names = "--mail-id",
      paramLabel = "ID",
      description = "The mail's id, as from the API.")
  void mail(String value) {
    fields.put("id", value);
  }

  @Option(
      order = 7,
      names = "--after",
      paramLabel = "TIME",
      description = "Failed after, as in 2026-11-23T09:30:00Z.")
  void after(String value) {
    fields.put("after", value);
  }

  @Option(order = 8, names = "--before", paramLabel = "TIME", description = "Failed before.")
  void before(String value) {
    fields.put("before", value);
  }

  @Option(order = 9, names = "--cause", paramLabel = "TEXT", description = "Words in the cause.")
  void words(String value) {
    fields.put("q", value);
  }

  /** The filter as fields of the API. */
  Map<String, String> fields() {
    return fields;
  }
}

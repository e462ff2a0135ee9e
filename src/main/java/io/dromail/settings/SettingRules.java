package io.dromail.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Judges settings, each by its {@link Rule} and some together. Stateless. */
final class SettingRules {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");
  private static final Map<String, Rule> RULES = new LinkedHashMap<>();

  static {
    Rule port = Rule.number(0, 65535);
    Rule positive = Rule.number(1, Integer.MAX_VALUE);
    Rule path = Rule.like(".+", "a folder");
    Rule host = Rule.like("[^\\s/]+", "a host name or an address");
    RULES.put("dromail.http.host", host);
    RULES.put("dromail.http.port", port);
    RULES.put(
        "dromail.http.allowed-hosts",
        Rule.like(
            "|HOST(\\s*,\\s*HOST)*"
                .replace("HOST", "([A-Za-z0-9._-]*[A-Za-z._-][A-Za-z0-9._-]*|\\[[0-9a-fA-F:.]+])"),
            "names or addresses without ports, separated by commas"));
    RULES.put("dromail.http.body-limit-bytes", Rule.number(1024, 200_000_000));
    RULES.put(
        "dromail.api.keys",
        Rule.like(
            "|[^:,\\s]+:[^:,\\s]{8,}(:[^:,]+)?(\\s*,\\s*[^:,\\s]+:[^:,\\s]{8,}(:[^:,]+)?)*",
            "tenant:key or tenant:key:sender|sender, separated by commas, keys of at least 8 characters"));
    RULES.put("dromail.api.requests-per-second", Rule.number(0, 1_000_000));
    RULES.put("dromail.mail.size-limit-bytes", Rule.number(1024, 100_000_000));
    RULES.put("dromail.attachments.spool-days", Rule.number(1, 3650));
    RULES.put("dromail.inbox.directory", path);
    RULES.put("dromail.inbox.quiet-ms", Rule.number(1, 600_000));
    RULES.put("dromail.inbox.window", Rule.number(1, 10_000));
    RULES.put(
        "dromail.broker.url",
        Rule.like(
            "embedded:|amqps?://[^\\s/]+(/[^\\s/]*)?",
            "embedded: or amqp://user:password@host:port/vhost or amqps://…"));
    RULES.put("dromail.broker.queue-type", Rule.oneOf("quorum", "classic"));
    RULES.put("dromail.broker.confirm-timeout-ms", Rule.number(100, 60_000));
    RULES.put("dromail.role", Rule.oneOf("all", "ingest", "worker"));
    RULES.put("dromail.warm-up.mails", Rule.number(0, 1_000_000));
    RULES.put("dromail.live.watch", Rule.oneOf("true", "false"));
    RULES.put("dromail.routes.directory", path);
    RULES.put("dromail.templates.directory", path);
    RULES.put(
        "dromail.routes.schemes",
        Rule.like(
            "[a-z][a-z0-9-]*(\\s*,\\s*[a-z][a-z0-9-]*)*",
            "names of components separated by commas"));
    RULES.put(
        "dromail.content-check.spamd",
        Rule.like("|([^\\s/:]+|\\[[0-9a-fA-F:]+]):\\d{1,5}", "host:port of a spamd, or empty"));
    RULES.put(
        "dromail.content-check.score", Rule.like("\\d{1,4}(\\.\\d{1,3})?", "a number such as 5.0"));
    RULES.put("dromail.content-check.size-limit-bytes", Rule.number(1024, 100_000_000));
    RULES.put("dromail.content-check.timeout-seconds", Rule.number(1, 3600));
    RULES.put(
        "dromail.smtp.url",
        Rule.like(
            "sandbox:|smtps?://[^\\s/]+/?(\\?\\S*)?",
            "sandbox: or smtp://user:password@host:port?tls=required or smtps://…"));
    RULES.put("dromail.smtp.connections", Rule.number(1, 10_000));
    RULES.put("dromail.smtp.senders", Rule.number(1, 20_000));
    RULES.put("dromail.smtp.mails-per-connection", positive);
    RULES.put("dromail.smtp.connection-age-seconds", positive);
    RULES.put("dromail.smtp.connection-idle-seconds", positive);
    RULES.put("dromail.smtp.connect-timeout-seconds", Rule.number(1, 3600));
    RULES.put("dromail.smtp.reply-timeout-seconds", Rule.number(1, 3600));
    RULES.put("dromail.smtp.write-timeout-seconds", Rule.number(1, 3600));
    RULES.put("dromail.sandbox.keep", Rule.number(1, 1_000_000));
    RULES.put("dromail.sandbox.host", Rule.oneOf("127.0.0.1", "0.0.0.0"));
    RULES.put("dromail.sandbox.port", port);
    RULES.put("dromail.failures.schedule", Rule.like(".+", "a file"));
    RULES.put("dromail.data.directory", path);
    RULES.put("dromail.data.minimum-free-bytes", Rule.number(0, 1_000_000_000_000_000L));
    RULES.put(
        "dromail.journal.url",
        Rule.like(
            "none|jdbc:h2:(file|mem):\\S+|jdbc:postgresql:\\S+",
            "none, jdbc:h2:file:<path> or jdbc:postgresql://host:port/database?user=…&password=…"));
    RULES.put("dromail.journal.retention-days", Rule.number(1, 3650));
    RULES.put("dromail.journal.bodies", Rule.oneOf("true", "false"));
    RULES.put("dromail.log.format", Rule.oneOf("text", "json"));
    RULES.put("dromail.log.level", Rule.oneOf("error", "warn", "info", "debug"));
    RULES.put("dromail.log.addresses", Rule.oneOf("masked", "shown"));
    RULES.put(
        "dromail.tracing.otlp-url",
        Rule.like(
            "|https?://[^\\s/]+/\\S*", "a URL such as http://127.0.0.1:4318/v1/traces, or empty"));
    RULES.put("dromail.tracing.sample-percent", Rule.number(0, 100));
    RULES.put("dromail.management.host", host);
    RULES.put("dromail.management.port", port);
  }

  private SettingRules() {}

  /** Refuses a property of ours that doesn't exist, and names the one that was meant. */
  static void known(String name, Set<String> names) {
    if (!name.startsWith("dromail.") || name.equals("dromail.profile") || names.contains(name)) {
      return;
    }
    String meant =
        names.stream()
            .filter(other -> other.startsWith("dromail."))
            .min((a, b) -> Integer.compare(distance(name, a), distance(name, b)))
            .orElseThrow();
    throw new BadSetting("There is no setting " + name + "; did you mean " + meant + "?");
  }

  static void check(Map<String, String> values) {
    RULES.forEach((name, rule) -> check(name, values.get(name), rule));
    if (!LOOPBACK.contains(values.get("dromail.http.host"))
        && values.get("dromail.api.keys").isEmpty()) {
      throw new BadSetting(
          "dromail.api.keys is missing: without keys the API listens on loopback only, and"
              + " dromail.http.host is "
              + values.get("dromail.http.host")
              + ".");
    }
  }

  private static void check(String name, String value, Rule rule) {
    if (value == null || value.isEmpty() && !rule.fits().test("")) {
      throw new BadSetting(
          name
              + " is missing: set it, or "
              + Settings.variable(name)
              + ", to "
              + rule.wanted()
              + ".");
    }
    if (!rule.fits().test(value)) {
      boolean secret = name.endsWith(".keys") || name.endsWith(".url");
      String shown = secret ? "" : ", not '" + value + "'";
      throw new BadSetting(
          name + " (" + Settings.variable(name) + ") must be " + rule.wanted() + shown + ".");
    }
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}

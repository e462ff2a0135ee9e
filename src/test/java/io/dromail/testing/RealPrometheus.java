package io.dromail.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.MailJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** Debian's Prometheus on a free port of 127.0.0.1, with our rules, in a hurry. */
public final class RealPrometheus implements AutoCloseable {
  private static final String REQUIRED = "DROMAIL_TEST_REQUIRE_PROMETHEUS";
  private static final Path RULES = Path.of("docker/prometheus/alerts.yml");
  private static final String CONFIG =
      """
      global:
        scrape_interval: 500ms
        scrape_timeout: 500ms
        evaluation_interval: 500ms
      rule_files: [alerts.yml]
      scrape_configs:
        - job_name: dromail
          static_configs:
            - targets: ["127.0.0.1:%d"]
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder = Folders.temporary("dromail-prometheus");
  private final int port = DebianPackage.freePort();
  private final Process server;

  private RealPrometheus(int target) {
    Path output = folder.resolve("output");
    try {
      Files.writeString(folder.resolve("prometheus.yml"), CONFIG.formatted(target));
      Files.writeString(
          folder.resolve("alerts.yml"), Files.readString(RULES).replace("for: 1m\n", "for: 1s\n"));
      server =
          new ProcessBuilder(
                  "prometheus",
                  "--config.file=" + folder.resolve("prometheus.yml"),
                  "--storage.tsdb.path=" + folder.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DebianPackage.awaitAnswer("Prometheus", server, output, port, DebianPackage::isReady);
  }

  /**
   * Whether it, its tool and Alertmanager's are there; if not, says on the console what doesn't
   * run.
   */
  public static boolean isThere() {
    return DebianPackage.isThere(
        "Prometheus",
        false,
        REQUIRED,
        "/usr/bin/prometheus",
        "/usr/bin/promtool",
        "/usr/bin/amtool");
  }

  /**
   * Starts one that scrapes a management port, and waits a second for alerts in place of a minute.
   */
  public static RealPrometheus scraping(int managementPort) {
    return new RealPrometheus(managementPort);
  }

  /** Runs one of the tools; it must succeed. */
  public static void run(String... command) {
    DebianPackage.run("", command);
  }

  /** The names of the alerts that fire. */
  public List<String> firing() {
    JsonNode alerts = json("/api/v1/alerts").at("/data/alerts");
    return StreamSupport.stream(alerts.spliterator(), false)
        .filter(alert -> alert.path("state").asText().equals("firing"))
        .map(alert -> alert.at("/labels/alertname").asText())
        .toList();
  }

  /** The value of an expression that has one; NaN if it has none now. */
  public double value(String expression) {
    String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return json("/api/v1/query?query=" + query).at("/data/result/0/value/1").asDouble(Double.NaN);
  }

  @Override
  public void close() {
    DebianPackage.end(server);
    Folders.delete(folder);
  }

  private JsonNode json(String path) {
    try {
      return MailJson.mapper().readTree(get(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String get(String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

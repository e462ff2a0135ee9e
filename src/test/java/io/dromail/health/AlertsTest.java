package io.dromail.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dromail.testing.RealPrometheus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alert rules: what Prometheus' own tools say of them, their tests, and the runbook. */
class AlertsTest {

  private static final Path FOLDER = Path.of("docker/prometheus");
  private static final Pattern METRIC = Pattern.compile("dromail_\\w+");

  @Test
  void fireWhenTheyShouldAndOnlyThen() {
    assumeThat(RealPrometheus.isThere()).isTrue();

    RealPrometheus.run("promtool", "check", "rules", file("alerts.yml"));
    RealPrometheus.run("promtool", "test", "rules", file("alerts_test.yml"));
  }

  @Test
  void areLoadedByTheConfigurationsOfTheDemo() {
    assumeThat(RealPrometheus.isThere()).isTrue();

    RealPrometheus.run("promtool", "check", "config", file("prometheus.yml"));
    RealPrometheus.run("amtool", "check-config", file("alertmanager.yml"));
  }

  static List<JsonNode> alerts() throws IOException {
    List<JsonNode> alerts = new ArrayList<>();
    yaml("alerts.yml").findValues("rules").forEach(rules -> rules.forEach(alerts::add));
    return alerts.stream().filter(rule -> rule.has("alert")).toList();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void eachHasAParagraphInTheRunbookAndATestInWhichItFires(JsonNode alert) throws IOException {
    String name = alert.path("alert").asText();

    assertThat(Files.readString(Path.of("docs/runbook.md"))).contains("\n### " + name + "\n");
    assertThat(alert.at("/annotations/runbook").asText())
        .isEqualTo("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
    assertThat(fired()).contains(name);
  }

  @Test
  void askForMetricsThatThereAre() throws IOException {
    String documented = Files.readString(Path.of("docs/metrics.md"));
    Set<String> asked = new HashSet<>();
    for (String file : new String[] {"prometheus/alerts.yml", "grafana/dromail.json"}) {
      METRIC
          .matcher(Files.readString(Path.of("docker").resolve(file)))
          .results()
          .forEach(metric -> asked.add(metric.group().replaceFirst("_(bucket|count|sum)$", "")));
    }

    assertThat(asked)
        .hasSizeGreaterThan(15)
        .allSatisfy(metric -> assertThat(documented).contains("| `" + metric + "` |"));
  }

  private static Set<String> fired() throws IOException {
    Set<String> fired = new HashSet<>();
    for (JsonNode tests : yaml("alerts_test.yml").findValues("alert_rule_test")) {
      for (JsonNode test : tests) {
        if (test.has("exp_alerts")) {
          fired.add(test.path("alertname").asText());
        }
      }
    }
    return fired;
  }

  private static JsonNode yaml(String name) throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(FOLDER.resolve(name).toFile());
  }

  private static String file(String name) {
    return FOLDER.resolve(name).toString();
  }
}

package io.dromail.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dromail.testing.RealPrometheus;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grafana's dashboard: whether it can show what it's to show. {@link AlertsTest} knows metrics. */
class DashboardTest {

  private static final int COLUMNS = 24;
  @TempDir private Path folder;
  private List<JsonNode> panels;

  @BeforeEach
  void read() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(Path.of("docker/grafana/dromail.json").toFile());
    panels = StreamSupport.stream(dashboard.path("panels").spliterator(), false).toList();
  }

  @Test
  void asksWhatPrometheusUnderstands() throws IOException {
    assumeThat(RealPrometheus.isThere()).isTrue();
    List<Map<String, String>> rules = new ArrayList<>();
    for (JsonNode panel : panels) {
      for (String expression : panel.findValuesAsText("expr")) {
        rules.add(
            Map.of("record", "panel:" + panel.path("id") + ":" + rules.size(), "expr", expression));
      }
    }
    Path file = folder.resolve("rules.yml");
    Map<String, Object> group = Map.of("name", "dashboard", "rules", rules);
    Files.writeString(
        file,
        new ObjectMapper(new YAMLFactory()).writeValueAsString(Map.of("groups", List.of(group))));

    assertThat(rules).hasSizeGreaterThan(25);
    RealPrometheus.run("promtool", "check", "rules", file.toString());
  }

  @Test
  void hasADatasourceForEachPanelThatAsks() throws IOException {
    String uid =
        new ObjectMapper(new YAMLFactory())
            .readTree(Path.of("docker/grafana/provisioning/datasources/prometheus.yml").toFile())
            .at("/datasources/0/uid")
            .asText();

    assertThat(panels)
        .filteredOn(panel -> !panel.path("type").asText().equals("row"))
        .allSatisfy(
            panel -> {
              assertThat(panel.at("/datasource/uid").asText()).isEqualTo(uid);
              assertThat(panel.path("targets")).isNotEmpty();
              assertThat(panel.findValuesAsText("refId")).doesNotHaveDuplicates();
            });
    assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
  }

  @Test
  void laysNoPanelOverAnother() {
    List<Rectangle> places = panels.stream().map(DashboardTest::place).toList();

    assertThat(places).allMatch(place -> place.getMaxX() <= COLUMNS);
    for (int i = 0; i < places.size(); i++) {
      for (Rectangle other : places.subList(i + 1, places.size())) {
        assertThat(places.get(i).intersects(other))
            .as(panels.get(i).path("title").asText())
            .isFalse();
      }
    }
  }

  private static Rectangle place(JsonNode panel) {
    JsonNode at = panel.path("gridPos");
    return new Rectangle(
        at.path("x").asInt(), at.path("y").asInt(), at.path("w").asInt(), at.path("h").asInt());
  }
}

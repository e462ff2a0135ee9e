package io.dromail.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dromail.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The demo of docker/compose.yaml: whether its files fit each other and the gateway's settings. */
class DemoTest {

  private static final Path FOLDER = Path.of("docker");
  private final JsonNode services = yaml("compose.yaml").path("services");

  @Test
  void setsWhatAGatewayOfTheImageTakes() {
    // As the Dockerfile has it.
    Map<String, String> environment = new HashMap<>(Map.of("DROMAIL_PROFILE", "prod"));
    services
        .at("/dromail/environment")
        .properties()
        .forEach(one -> environment.put(one.getKey(), one.getValue().asText()));

    Settings settings = Settings.load(Path.of("").toAbsolutePath(), environment, Map.of());

    assertThat(environment.keySet())
        .filteredOn(name -> !name.equals("DROMAIL_PROFILE"))
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(settings.values().keySet())
                    .anyMatch(
                        one -> one.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT).equals(name)));
  }

  @Test
  void mountsFilesThatThereAre() {
    assertThat(texts("volumes"))
        .map(volume -> volume.split(":")[0])
        .filteredOn(source -> source.startsWith("."))
        .hasSizeGreaterThan(4)
        .allSatisfy(source -> assertThat(FOLDER.resolve(source)).exists());
    assertThat(FOLDER.resolve("../" + services.at("/dromail/build/dockerfile").asText())).exists();
  }

  @Test
  void keepsTheVolumesThatItNames() {
    List<String> named =
        texts("volumes")
            .map(volume -> volume.split(":")[0])
            .filter(s -> !s.startsWith("."))
            .toList();

    assertThat(names(yaml("compose.yaml").path("volumes")))
        .containsExactlyInAnyOrderElementsOf(named);
  }

  @Test
  void opensItsPortsToThisMachineAloneAndEachOnce() {
    assertThat(texts("ports"))
        .hasSizeGreaterThan(5)
        .allMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:\\d+"))
        .doesNotHaveDuplicates();
  }

  @Test
  void asksServicesThatThereAre() {
    String port = services.at("/dromail/environment/DROMAIL_SANDBOX_PORT").asText();
    JsonNode prometheus = yaml("prometheus/prometheus.yml");
    Set<String> asked = new TreeSet<>();
    for (JsonNode targets : prometheus.findValues("targets")) {
      targets.forEach(target -> asked.add(target.asText()));
    }
    yaml("grafana/provisioning/datasources/prometheus.yml")
        .findValuesAsText("url")
        .forEach(url -> asked.add(url.replace("http://", "")));
    asked.add(yaml("prometheus/alertmanager.yml").at("/global/smtp_smarthost").asText());

    assertThat(asked)
        .containsExactly("alertmanager:9093", "dromail:" + port, "dromail:9876", "prometheus:9090");
    assertThat(names(services)).contains("alertmanager", "dromail", "prometheus");
  }

  @Test
  void hasItsDashboardWhereGrafanaLooks() {
    String folder =
        yaml("grafana/provisioning/dashboards/dromail.yml")
            .at("/providers/0/options/path")
            .asText();
    String home =
        services.at("/grafana/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH").asText();

    assertThat(home).startsWith(folder + "/");
    assertThat(texts("volumes")).contains("./grafana/dromail.json:" + home + ":ro");
  }

  private Stream<String> texts(String list) {
    return StreamSupport.stream(services.spliterator(), false)
        .flatMap(service -> StreamSupport.stream(service.path(list).spliterator(), false))
        .map(JsonNode::asText);
  }

  private static List<String> names(JsonNode map) {
    return map.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static JsonNode yaml(String name) {
    try {
      return new ObjectMapper(new YAMLFactory()).readTree(FOLDER.resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.dromail.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftoversTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".lanes.camel.yaml.swp",
        ".lanes.camel.yaml.swo",
        "lanes.camel.yaml~",
        "4913",
        "5036",
        ".#lanes.camel.yaml",
        "#lanes.camel.yaml#",
        ".DS_Store",
        "..data",
        "..2026_11_27_00_00_00.123456789",
        "lanes.camel.yaml.bak",
        "lanes.camel.yaml.orig",
        "lanes.camel.yaml.tmp",
        "lanes.camel.yaml___jb_tmp___",
        "sedXk29aB",
        "Thumbs.db",
      })
  void belongToNobody(String name) {
    assertThat(Leftovers.isOne(name)).isTrue();
    assertThat(Leftovers.isRoutes(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lanes.camel.yaml", "retry.yaml", "presets.yml"})
  void areNotTheRoutes(String name) {
    assertThat(Leftovers.isRoutes(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"body.html.ftlh", "logo.png", "subject_de.ftl", "404", "sedan"})
  void areNotTheTemplates(String name) {
    assertThat(Leftovers.isOne(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "lanes.camel.yaml.txt", "notes.properties"})
  void areNotAllThatIsNoRoute(String name) {
    assertThat(Leftovers.isOne(name)).isFalse();
    assertThat(Leftovers.isRoutes(name)).isFalse();
    assertThat(Leftovers.isSettings(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application.properties", "application-prod.properties"})
  void areNotTheSettings(String name) {
    assertThat(Leftovers.isSettings(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application.properties~", "application-prod.bak.properties", "my.properties"})
  void areNotSettings(String name) {
    assertThat(Leftovers.isSettings(name)).isFalse();
  }
}

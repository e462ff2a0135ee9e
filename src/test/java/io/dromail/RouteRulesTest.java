package io.dromail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What style and design ask of the shipped routes. */
class RouteRulesTest {

  private static final int LINES_AT_MOST = 90;
  private static final Pattern BEAN = Pattern.compile("#bean:([A-Za-z-]+)");
  private static final Pattern OPERATOR =
      Pattern.compile(
          " (==|=~|!=|!=~|<|<=|>|>=|contains|in|is|regex|range|&&|\\|\\||starts with) ");

  /**
   * Longer than the rule allows: all of failures in one place, all that a lane can be told, and a
   * console in one file.
   */
  private static final Set<String> KNOWN_TO_BE_LONGER = Set.of("failures", "lane", "sandbox");

  /** All files but the beans. */
  static Stream<Path> steps() {
    return RouteFiles.all().stream().filter(file -> !RouteFiles.name(file).equals("beans"));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void everyRouteHasAnIdAndASentence(Path file) {
    assertThat(RouteFiles.routes(file))
        .allSatisfy(
            route -> {
              assertThat(route.path("id").asText()).matches("[a-z]+(-[a-z]+)*");
              assertThat(route.path("description").asText()).matches("[A-Z][^\n]+[^.]\\.");
              assertThat(route.path("description").asText()).doesNotContain(". ");
            });
  }

  @Test
  void everyRouteHasAnIdOfItsOwn() {
    assertThat(steps().flatMap(file -> RouteFiles.routes(file).stream()))
        .extracting(route -> route.path("id").asText())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aFileIsNamedAfterItsFirstRoute(Path file) {
    JsonNode first = RouteFiles.read(file).get(0);
    String id =
        Stream.of("route", "routeTemplate", "routeConfiguration")
            .filter(first::has)
            .map(kind -> first.path(kind).path("id").asText())
            .findFirst()
            .orElse(RouteFiles.name(file));

    assertThat(id.replace("sandbox-page", "sandbox")).isEqualTo(RouteFiles.name(file));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void everyBeanIsDeclared(Path file) {
    Set<String> declared = new HashSet<>();
    JsonNode beans = RouteFiles.read(Path.of("src/main/resources/routes/beans.camel.yaml"));
    RouteFiles.values(beans, "name").forEach(name -> declared.add(name.asText()));
    JsonNode routes = RouteFiles.read(file);
    Set<String> used = new HashSet<>();
    RouteFiles.values(routes, "ref").forEach(ref -> used.add(ref.asText()));
    for (String text : RouteFiles.texts(routes)) {
      Matcher matcher = BEAN.matcher(text);
      while (matcher.find()) {
        used.add(matcher.group(1));
      }
    }

    assertThat(declared).containsAll(used);
  }

  @Test
  void failuresAreHandledInOnePlace() {
    List<Path> configurations =
        steps()
            .filter(
                file -> !RouteFiles.values(RouteFiles.read(file), "routeConfiguration").isEmpty())
            .toList();

    assertThat(configurations).map(RouteFiles::name).containsExactly("failures");
    assertThat(RouteFiles.values(RouteFiles.read(configurations.get(0)), "routeConfiguration"))
        .hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void noFailureIsHandledAnywhereElse(Path file) {
    JsonNode routes = RouteFiles.read(file);
    List<String> names =
        List.of("doTry", "doCatch", "errorHandler", "onCompletion", "script", "groovy");

    assertThat(names).allMatch(name -> RouteFiles.values(routes, name).isEmpty());
    if (!RouteFiles.name(file).equals("failures")) {
      assertThat(RouteFiles.values(routes, "onException")).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aFileIsReadAtOneGo(Path file) throws IOException {
    if (!KNOWN_TO_BE_LONGER.contains(RouteFiles.name(file))) {
      assertThat(Files.readAllLines(file).size()).isLessThanOrEqualTo(LINES_AT_MOST);
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void anExpressionAsksOneThing(Path file) {
    assertThat(RouteFiles.values(RouteFiles.read(file), "expression"))
        .filteredOn(JsonNode::isTextual)
        .extracting(JsonNode::textValue)
        .allSatisfy(
            expression -> {
              assertThat(expression).hasSizeLessThanOrEqualTo(100).doesNotContain("\n");
              assertThat(OPERATOR.matcher(expression).results().count()).isLessThanOrEqualTo(1);
            });
  }

  @Test
  void everySettingHasAComment() throws IOException {
    boolean explained = false;
    for (String line : Files.readAllLines(Path.of("application.properties"))) {
      if (line.isBlank()) {
        explained = false;
      } else if (line.startsWith("#")) {
        explained = true;
      } else {
        assertThat(explained).as(line).isTrue();
      }
    }
  }

  @Test
  void everySettingIsInTheReadme() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(Files.readAllLines(Path.of("application.properties")))
        .filteredOn(line -> line.startsWith("dromail."))
        .extracting(line -> line.substring(0, line.indexOf('=')))
        .allSatisfy(property -> assertThat(readme).contains("`" + property + "`"));
  }
}

package io.dromail.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteSchemaTest {

  private static final String ROUTE =
      """
      - route:
          id: throttle
          description: Waits.
          from:
            uri: direct:throttle
            steps:
              - setBody:
                  expression:
                    simple:
                      expression: ${body}
              - to:
                  uri: direct:send
                  parameters:
                    timeout: 5
      """;

  @TempDir private Path folder;
  private static RouteSchema schema;

  @BeforeAll
  static void readTheSchema() {
    schema = new RouteSchema();
  }

  static Stream<Path> shipped() throws IOException {
    return Files.list(Path.of("src/main/resources/routes"))
        .filter(file -> file.toString().endsWith(".camel.yaml"));
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void findsAShippedFileInOrder(Path file) throws Exception {
    assertThat(check(file)).isEmpty();
  }

  @Test
  void findsTheRouteOfTheseTestsInOrder() throws Exception {
    assertThat(check(ROUTE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `    from:`           | `   from:`             | 4  | not YAML
          uri: direct:throttle  | uri: [direct           | 6  | not YAML
          description: Waits.   | description: a: b      | 3  | not YAML
          - setBody:            | - setBodi:             | 7  | setBodi
          - route:              | - rout:                | 1  | rout
          id: throttle          | idd: throttle          | 2  | idd
          expression: ${body}   | expresion: ${body}     | 11 | expresion
          simple:               | simpel:                | 10 | did you mean simple
          uri: direct:send      | url: direct:send       | 13 | url
          """)
  void namesTheLineOfAMistake(String good, String bad, int line, String words) throws Exception {
    List<Finding> findings = check(ROUTE.replace(good, bad));

    assertThat(findings)
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.file()).isEqualTo("a.camel.yaml"))
        .anySatisfy(finding -> assertThat(finding.message()).contains(words));
    assertThat(findings.get(0).line()).isBetween(line - 1, line + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   \n", "# only a comment\n", "---\n", "[]\n"})
  void refusesAnEmptyFile(String content) throws Exception {
    assertThat(check(content)).containsExactly(new Finding("a.camel.yaml", 1, "the file is empty"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"route", "3", "a: b"})
  void refusesWhatIsNoListOfRoutes(String content) throws Exception {
    assertThat(check(content)).isNotEmpty();
  }

  @Test
  void namesAFewMistakesOnly() throws Exception {
    assertThat(check("- a: 1\n- b: 2\n- c: 3\n- d: 4\n- e: 5\n")).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void printsAFindingAsEditorsReadIt() {
    assertThat(new Finding("a.yaml", 3, "no")).hasToString("a.yaml:3: no");
    assertThat(new Finding("a.yaml", 0, "no")).hasToString("a.yaml: no");
  }

  private List<Finding> check(String content) throws IOException {
    return check(Files.writeString(folder.resolve("a.camel.yaml"), content));
  }

  private static List<Finding> check(Path file) throws IOException {
    RouteFile read = RouteFile.read(file, file.getFileName().toString());
    return read.root() == null ? read.faults() : schema.check(read);
  }
}

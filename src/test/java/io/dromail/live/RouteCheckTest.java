package io.dromail.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.command.House;
import io.dromail.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Camel's schema lets pass is found by loading all routes in a gateway that never starts. */
@Timeout(120)
class RouteCheckTest {

  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final Path SHIPPED = HOME.resolve("src/main/resources/routes");

  @TempDir private Path folder;
  private Path routes;

  @BeforeEach
  void copyTheShippedRoutes() throws IOException {
    routes = Files.createDirectory(folder.resolve("routes"));
    try (Stream<Path> files = Files.list(SHIPPED)) {
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void findsTheShippedRoutesInOrder() throws Exception {
    assertThat(check(routes)).isEmpty();
  }

  @Test
  void refusesAnEmptyFolder() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThat(check(empty))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("no *.camel.yaml"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          uri: direct:throttle  | uri: direct:throttled            | no route serves direct:throttle
          uri: direct:throttle  | uri: nonsense:throttle           | nonsense
          id: throttle          | id: send                         | send
          expression: rate      | expression: '{{dromail.nothing}}' | dromail.nothing
          """)
  void refusesWhatOnlyShowsWhenAllRoutesAreLoaded(String good, String bad, String words)
      throws Exception {
    replace("throttle.camel.yaml", good, bad);

    assertThat(check(routes))
        .isNotEmpty()
        .anySatisfy(finding -> assertThat(finding.message()).contains(words));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          send.camel.yaml   | '#bean:mailSender'      | '#bean:mailSendr'        | mailSendr
          send.camel.yaml   | javaMailSender          | javaMailSendr            | javaMailSendr
          enrich.camel.yaml | ref: mailComposer       | ref: mailCompozer        | mailCompozer
          accept.camel.yaml | ${variable.id}          | ${variable.id            | variable.id
          beans.camel.yaml  | io.dromail.ingest.Sealer | io.dromail.ingest.Seeler | Seeler
          """)
  void namesTheBeanTheOptionAndTheExpressionThatAreWrong(
      String file, String good, String bad, String words) throws Exception {
    replace(file, good, bad);

    assertThat(check(routes))
        .isNotEmpty()
        .anySatisfy(finding -> assertThat(finding.message()).contains(words));
  }

  @Test
  void looksNoFurtherThanTheSchemaWhenAFileIsBroken() throws Exception {
    replace("throttle.camel.yaml", "throttle:", "throtle:");

    List<Finding> findings = check(routes);

    assertThat(findings).extracting(Finding::file).containsOnly("throttle.camel.yaml");
    assertThat(findings.get(0).line()).isPositive();
  }

  private void replace(String file, String good, String bad) throws IOException {
    Path path = routes.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(good);
    Files.writeString(
        path,
        text.replaceFirst(
            java.util.regex.Pattern.quote(good), java.util.regex.Matcher.quoteReplacement(bad)));
  }

  private List<Finding> check(Path routes) throws IOException {
    Map<String, String> nowhere = new HashMap<>();
    nowhere.put("dromail.routes.directory", routes.toString());
    nowhere.put("dromail.data.directory", folder.resolve("data").toString());
    nowhere.put("dromail.inbox.directory", folder.resolve("inbox").toString());
    nowhere.put("dromail.http.port", "0");
    nowhere.put("dromail.management.port", "0");
    nowhere.put("dromail.broker.url", "amqp://127.0.0.1:1");
    nowhere.put("dromail.smtp.url", "smtp://127.0.0.1:1?tls=none");
    Settings settings = Settings.load(HOME, Map.of(), nowhere);
    return new RouteCheck(() -> House.of(settings), beside -> List.of()).check(routes);
  }
}

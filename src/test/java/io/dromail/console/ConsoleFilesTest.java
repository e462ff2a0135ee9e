package io.dromail.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleFilesTest {

  private static final Path SOURCES = Path.of("src/main/resources/console");

  private final ConsoleFiles files = new ConsoleFiles();

  @Test
  void servesEveryFileOfTheConsoleWithAType() throws Exception {
    try (Stream<Path> all = Files.list(SOURCES)) {
      for (Path source : all.toList()) {
        String name = source.getFileName().toString();
        assertThat(files.file(name)).as(name).isEqualTo(Files.readAllBytes(source));
        assertThat(files.type(name)).as(name).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none.js",
        "app.JS",
        "app.js/",
        "app.js\n",
        "../openapi.yaml",
        "../console/app.js",
        "../templates/welcome/body.html",
        "..%2fopenapi.yaml",
        "./app.js",
        "app",
        ".js",
        ""
      })
  void refusesWhateverElseIsInTheJar(String name) {
    Refused refused = catchThrowableOfType(Refused.class, () -> files.file(name));

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.name()).isEqualTo("not_found");
  }

  @ParameterizedTest
  @CsvSource({
    "index.html, text/html; charset=utf-8",
    "app.js, text/javascript; charset=utf-8",
    "style.css, text/css; charset=utf-8",
    "icon.svg, image/svg+xml"
  })
  void saysWhatABrowserIsToTakeAFileFor(String name, String type) {
    assertThat(files.type(name)).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.html", "app.js", "mail.css", "icon.svg"})
  void letsNothingInlineIntoTheConsole(String name) {
    assertThat(files.policy(name))
        .startsWith("default-src 'none'; script-src 'self';")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
  }

  @Test
  void letsMailsHaveStylesOfTheirOwnButNoScriptAndNoPictureFromElsewhere() {
    assertThat(files.policy("mail.html").split("; "))
        .contains(
            "default-src 'none'",
            "style-src 'self' 'unsafe-inline'",
            "img-src data:",
            "form-action 'none'",
            "frame-ancestors 'self'")
        .noneMatch(rule -> rule.startsWith("script-src") || rule.startsWith("connect-src"));
  }
}

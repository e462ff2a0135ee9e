package io.dromail.command;

import static io.dromail.command.Typed.dromail;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenderCommandTest {

  private static final Path SHIPPED = Path.of("src/main/resources/templates").toAbsolutePath();

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    System.setProperty("dromail.home", folder.toString());
    write("note/subject.ftl", "Note for ${name}");
    write("note/body.html.ftlh", "<p>\n${name}, ${order.id}</p>");
    write("note/example.json", "{\"name\": \"Ada\", \"order\": {\"id\": 7}}");
  }

  @AfterEach
  void forget() {
    System.clearProperty("dromail.home");
  }

  @Test
  void showsWhatATemplateMakesOfItsExample() {
    assertThat(dromail("render", "note"))
        .isEqualTo(
            new Typed(
                0,
                """
                Subject: Note for Ada

                Ada, 7

                HTML, 14 bytes:
                <p>
                Ada, 7</p>
                """,
                "No variables given; using those of note/example.json\n"));
  }

  @Test
  void takesVariablesAsSendDoes() throws IOException {
    Path vars = Files.writeString(folder.resolve("v.json"), "{\"name\": \"?\"}");

    Typed typed =
        dromail(
            "render",
            "note",
            "--vars",
            vars.toString(),
            "--var",
            "name=<b>",
            "--var-json",
            "order.id=8",
            "--locale",
            "de");

    assertThat(typed.out()).contains("Subject: Note for <b>\n", "&lt;b&gt;, 8");
    assertThat(typed.err()).isEmpty();
  }

  @Test
  void printsOnePartAsItIs() throws IOException {
    assertThat(dromail("render", "note", "--html").out()).isEqualTo("<p>\nAda, 7</p>");
    assertThat(dromail("render", "note", "--text").out()).isEqualToIgnoringWhitespace("Ada, 7");
    write("note/body.txt.ftl", "own\n");
    assertThat(dromail("render", "note", "--text").out()).isEqualTo("own\n");
    assertThat(dromail("render", "note", "--mime").out())
        .contains("Subject: Note for Ada\r\n", "To: ada@example.org\r\n", "multipart/alternative");
    assertThat(dromail("render", "note", "--mime", "--html").status()).isEqualTo(2);
  }

  @Test
  void namesTheMissingVariableWithItsLine() {
    assertThat(dromail("render", "note", "--var", "name=Ada"))
        .isEqualTo(
            new Typed(1, "", "template note: order is missing: note/body.html.ftlh, line 2\n"));
  }

  @Test
  void namesTheVariableThatDoesNotFitTheSchema() throws IOException {
    write("note/variables.schema.json", "{\"required\": [\"link\"]}");

    Typed typed = dromail("render", "note");

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.err())
        .endsWith("template note: variables.link: required property 'link' not found\n");
  }

  @Test
  void saysWhereATemplateIsBroken() throws IOException {
    write("note/body.html.ftlh", "<p>\n\n<#if name>");

    Typed typed = dromail("render", "note");

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.err())
        .contains("template note: ", "You have an unclosed #if: note/body.html.ftlh, line 3\n");
  }

  @Test
  void saysWhichSchemaIsBroken() throws IOException {
    write("note/variables.schema.json", "{");

    Typed typed = dromail("render", "note");

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.err()).endsWith("note/variables.schema.json is not a JSON schema\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "..", "../note", "NOTE", ""})
  void knowsNoOtherTemplates(String id) {
    assertThat(dromail("render", id))
        .isEqualTo(new Typed(1, "", "There is no template " + id + ".\n"));
  }

  @Test
  void asksForATemplate() {
    assertThat(dromail("render").status()).isEqualTo(2);
  }

  @Test
  void endsWithWhatWillGoWrong() throws IOException {
    write("note/subject.ftl", " ");

    assertThat(dromail("render", "note").out()).endsWith("\nWarning: The subject is empty.\n");
  }

  static Stream<String> shipped() throws IOException {
    try (Stream<Path> folders = Files.list(SHIPPED)) {
      return folders
          .filter(template -> Files.exists(template.resolve("body.html.ftlh")))
          .map(template -> template.getFileName().toString())
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void rendersTheShippedTemplatesWithTheirExamples(String template) throws IOException {
    Files.writeString(
        folder.resolve("application.properties"), "dromail.templates.directory=" + SHIPPED);

    Typed typed = dromail("render", template);

    assertThat(typed.status()).as(typed.err()).isZero();
    assertThat(typed.out()).startsWith("Subject: ").contains("</html>").doesNotContain("Warning");
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve("templates").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}

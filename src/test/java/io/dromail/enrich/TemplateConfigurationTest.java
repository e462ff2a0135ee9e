package io.dromail.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freemarker.core.InvalidReferenceException;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateNotFoundException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateConfigurationTest {

  private static final Map<String, Object> MODEL =
      Map.of("name", "<b>Größe & \"x\"</b>", "list", List.of(1, 2), "n", 1234567.5);

  @TempDir private Path home;
  private Path templates;
  private Configuration configuration;

  @BeforeEach
  void configure() throws IOException {
    templates = Files.createDirectory(home.resolve("templates"));
    configuration = TemplateConfiguration.of(templates.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          body.html.ftlh | ${name}            | &lt;b&gt;Größe &amp; &quot;x&quot;&lt;/b&gt;
          body.txt.ftl   | ${name}            | <b>Größe & "x"</b>
          subject.ftl    | ${name}            | <b>Größe & "x"</b>
          body.html.ftlh | ${name?no_esc}     | <b>Größe & "x"</b>
          body.html.ftlh | <a href="${name}"> | <a href="&lt;b&gt;Größe &amp; &quot;x&quot;&lt;/b&gt;">
          """)
  void escapesByTheExtension(String file, String source, String printed) throws Exception {
    assertThat(render(file, source)).isEqualTo(printed);
  }

  @Test
  void printsNumbersTheSameEverywhere() throws Exception {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      configuration = TemplateConfiguration.of(templates.toString());
      assertThat(render("a.ftl", "${n} ${list[0]}")).isEqualTo("1234567.5 1");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${\"freemarker.template.utility.Execute\"?new()(\"id\")}",
        "${\"freemarker.template.utility.ObjectConstructor\"?new()(\"java.io.File\", \"/\")}",
        "${\"freemarker.template.utility.JythonRuntime\"?new()}",
        "${name?api.getClass()}",
        "${name.class}",
        "${name.getClass()}",
        "${list.class.name}",
        "${list?api.size()}",
        "${list.size()}"
      })
  void reachesNoJavaClass(String source) {
    assertThatThrownBy(() -> render("a.ftl", source)).isInstanceOf(TemplateException.class);
  }

  @Test
  void refusesAMissingVariableWithItsPlace() {
    assertThatThrownBy(() -> render("order/body.html.ftlh", "one\ntwo ${customer.name}"))
        .isInstanceOfSatisfying(
            InvalidReferenceException.class,
            missing -> {
              assertThat(missing.getBlamedExpressionString()).isEqualTo("customer");
              assertThat(missing.getTemplateSourceName()).isEqualTo("order/body.html.ftlh");
              assertThat(missing.getLineNumber()).isEqualTo(2);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.txt",
        "/../secret.txt",
        "a/../../secret.txt",
        "..\\secret.txt",
        "%2e%2e/secret.txt",
        "file:../secret.txt",
        "link.txt"
      })
  void reachesNothingOutsideTheFolder(String name) throws Exception {
    Files.writeString(home.resolve("secret.txt"), "secret");
    Files.createSymbolicLink(templates.resolve("link.txt"), home.resolve("secret.txt"));

    assertThatThrownBy(() -> configuration.getTemplate(name))
        .isInstanceOfAny(IOException.class, SecurityException.class);
    assertThatThrownBy(() -> render("a.ftl", "<#include \"" + name.replace("\\", "\\\\") + "\">"))
        .isInstanceOf(TemplateException.class);
  }

  @Test
  void includesWhatIsInTheFolder() throws Exception {
    write("layout/frame.ftlh", "<#macro page><main><#nested></main></#macro>");

    assertThat(
            render(
                "order/body.html.ftlh",
                "<#import \"/layout/frame.ftlh\" as m><@m.page>${name[0..2]}</@m.page>"))
        .isEqualTo("<main>&lt;b&gt;</main>");
  }

  @Test
  void ignoresTheLocaleInFileNames() throws Exception {
    write("a_de.ftl", "deutsch");

    assertThat(render("a.ftl", "plain")).isEqualTo("plain");
    assertThatThrownBy(() -> configuration.getTemplate("b.ftl"))
        .isInstanceOf(TemplateNotFoundException.class);
  }

  private String render(String file, String source) throws Exception {
    write(file, source);
    StringWriter out = new StringWriter();
    configuration.getTemplate(file).process(MODEL, out);
    return out.toString();
  }

  private void write(String file, String source) throws IOException {
    Files.createDirectories(templates.resolve(file).getParent());
    Files.writeString(templates.resolve(file), source);
  }
}

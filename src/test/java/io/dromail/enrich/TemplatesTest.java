package io.dromail.enrich;

import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.dromail.mail.Mail;
import io.dromail.mail.Refused;
import io.dromail.mail.Refused.Detail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {

  private static final String SCHEMA =
      """
      {"type": "object", "required": ["order"], "properties": {
         "order": {"type": "object", "required": ["id"],
                   "properties": {"id": {"type": "string", "pattern": "^[A-Z]+$"}}},
         "items": {"type": "array", "items": {"type": "object",
                   "properties": {"price": {"type": "number"}}}}}}
      """;

  @TempDir private Path folder;
  private Templates templates;

  @BeforeEach
  void write() throws IOException {
    write("order/body.html.ftlh", "<p>");
    write("order/variables.schema.json", SCHEMA);
    templates = new Templates(folder.toString());
  }

  @Test
  void passesMailsThatFit() throws Exception {
    Mail plain = mailWith("'text': 't'");
    Mail fitting = call("order", "{'order': {'id': 'A'}, 'items': [{'price': 1}], 'more': 1}");

    assertThat(templates.check(plain)).isSameAs(plain);
    assertThat(templates.check(fitting)).isSameAs(fitting);
    assertThat(templates.checkAll(List.of(plain, fitting))).containsExactly(plain, fitting);
  }

  @Test
  void takesAnyVariablesWithoutASchema() throws Exception {
    write("free/body.html.ftlh", "<p>");

    assertThat(templates.check(call("free", "{}"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "empty", "Order", "../order", "order/..", ".", "", "order/"})
  void refusesATemplateThatIsNotThere(String id) throws Exception {
    Files.createDirectory(folder.resolve("empty"));

    Refused refused = refused(call(id, "{}"));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.name()).isEqualTo("unknown_template");
    assertThat(refused.details()).extracting(Detail::field).containsExactly("template.id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                 | template.variables.order          | required property 'order' not found
          {'order': 3}                                       | template.variables.order          | integer found, object expected
          {'order': {}}                                      | template.variables.order.id       | required property 'id' not found
          {'order': {'id': 'A1'}}                            | template.variables.order.id       | does not match the regex pattern ^[A-Z]+$
          {'order': {'id': 'A\\n'}}                          | template.variables.order.id       | does not match the regex pattern ^[A-Z]+$
          {'order': {'id': 'A'}, 'items': [{}, {'price':'1'}]} | template.variables.items[1].price | string found, number expected
          """)
  void namesTheVariableThatDoesNotFit(String variables, String field, String reason) {
    for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMANY, Locale.CHINA)) {
      Locale before = Locale.getDefault();
      try {
        Locale.setDefault(locale);
        Refused refused = refused(call("order", variables));

        assertThat(refused.name()).isEqualTo("template_error");
        assertThat(refused.details()).containsExactly(new Detail(field, reason));
        assertThat(refused).hasMessage("template order: " + field + ": " + reason);
      } finally {
        Locale.setDefault(before);
      }
    }
  }

  @Test
  void namesTheMailOfABatch() {
    List<Mail> mails = List.of(mailWith("'text': 't'"), call("order", "{'order': {}}"));

    Refused refused = catchThrowableOfType(Refused.class, () -> templates.checkAll(mails));

    assertThat(refused.details())
        .extracting(Detail::field)
        .containsExactly("[1].template.variables.order.id");
  }

  @Test
  void seesAChangedSchema() throws Exception {
    assertThat(refused(call("order", "{}"))).isNotNull();

    write("order/variables.schema.json", "{}");
    Files.setLastModifiedTime(
        folder.resolve("order/variables.schema.json"), FileTime.fromMillis(1_000_000));

    await().until(() -> refused(call("order", "{}")) == null);
  }

  @Test
  void seesATemplateComeAndGo() throws Exception {
    assertThat(refused(call("new", "{}"))).isNotNull();
    write("new/body.html.ftlh", "<p>");
    assertThat(refused(call("new", "{}"))).isNull();

    Files.delete(folder.resolve("new/body.html.ftlh"));
    await().until(() -> refused(call("new", "{}")) != null);
  }

  @Test
  void laysOutWhatTheRenderingNeeds() throws Exception {
    write("order/subject.ftl", "s");
    Exchange bare = open(call("order", "{'a': 1}"));
    assertThat(bare.getMessage().getHeader("CamelFreemarkerDataModel")).isEqualTo(Map.of("a", 1));
    assertThat(bare.getVariable("hasSubject")).isEqualTo(true);
    assertThat(bare.getVariable("hasText")).isEqualTo(false);

    write("text/body.html.ftlh", "<p>");
    write("text/body.txt.ftl", "t");
    write("text/subject.ftl", "s");
    Exchange own = open(mailWith("'subject': 'mine', 'template': {'id': 'text'}"));
    assertThat(own.getVariable("hasSubject")).isEqualTo(false);
    assertThat(own.getVariable("hasText")).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -          | subject.ftl    | body.html.ftlh            | body.txt.ftl
          fr         | subject.ftl    | body.html.ftlh            | body.txt.ftl
          zh         | subject_zh.ftl | body.html.ftlh            | body.txt.ftl
          zh-CN      | subject_zh.ftl | body_zh_CN.html.ftlh      | body.txt.ftl
          ZH-cn      | subject_zh.ftl | body_zh_CN.html.ftlh      | body.txt.ftl
          zh-Hans-CN | subject_zh.ftl | body_zh_CN.html.ftlh      | body.txt.ftl
          zh-TW      | subject_zh.ftl | body_zh_Hant.html.ftlh    | body.txt.ftl
          zh-Hant-HK | subject_zh.ftl | body_zh_Hant.html.ftlh    | body.txt.ftl
          de-AT      | subject.ftl    | body.html.ftlh            | body_de.txt.ftl
          de-u-nu-latn | subject.ftl  | body.html.ftlh            | body_de.txt.ftl
          """)
  void fallsBackFromALanguageForEachPartByItself(
      String locale, String subject, String html, String text) throws Exception {
    for (String file :
        List.of(
            "subject.ftl",
            "subject_zh.ftl",
            "body_zh_CN.html.ftlh",
            "body_zh_Hant.html.ftlh",
            "body.txt.ftl",
            "body_de.txt.ftl")) {
      write("order/" + file, "x");
    }

    Exchange opened =
        open(
            mailWith(
                "'template': {'id': 'order'}"
                    + (locale == null ? "" : ", 'locale': '" + locale + "'")));

    assertThat(opened.getVariable("subjectFile")).isEqualTo("order/" + subject);
    assertThat(opened.getVariable("htmlFile")).isEqualTo("order/" + html);
    assertThat(opened.getVariable("textFile")).isEqualTo("order/" + text);
  }

  @Test
  void hasASubjectInTheLanguagesThatHaveOne() throws Exception {
    write("order/subject_de.ftl", "s");

    assertThat(open(call("order", "{}")).getVariable("hasSubject")).isEqualTo(false);
    assertThat(
            open(mailWith("'template': {'id': 'order'}, 'locale': 'de'")).getVariable("hasSubject"))
        .isEqualTo(true);
  }

  @Test
  void failsForGoodWhenTheTemplateHasGone() {
    assertThatThrownBy(() -> open(call("gone", "{}")))
        .isInstanceOf(UnknownTemplate.class)
        .hasMessage("there is no template gone");
  }

  private Exchange open(Mail mail) throws Exception {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    templates.open(exchange, sealed(mail));
    return exchange;
  }

  private Refused refused(Mail mail) {
    return catchThrowableOfType(Refused.class, () -> templates.check(mail));
  }

  private static Mail call(String id, String variables) {
    return mailWith("'template': {'id': '" + id + "', 'variables': " + variables + "}");
  }

  private void write(String file, String content) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), content);
  }
}

package io.dromail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.Mail;
import io.dromail.mail.Refused;
import io.dromail.mail.Refused.Detail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderingReaderTest {

  private final RenderingReader reader =
      new RenderingReader(
          new MailReader(
              new MailRules(
                  new ApiKeys(""),
                  new AttachmentFiles(""),
                  () -> Set.of("transactional"),
                  25_000_000)));

  @Test
  void readsAMailForNobody() throws Exception {
    Mail mail = read("{'variables': {'items': [{'name': 'Ä'}, 2], 'to': null}, 'locale': 'zh-CN'}");

    assertThat(mail.template().id()).isEqualTo("note");
    assertThat(mail.template().variables())
        .containsEntry("items", List.of(Map.of("name", "Ä"), 2))
        .containsEntry("to", null)
        .hasSize(2);
    assertThat(mail.locale()).isEqualTo("zh-CN");
    assertThat(mail.from()).isNull();
    assertThat(mail.recipients()).isEmpty();
  }

  @Test
  void takesARequestThatSaysNothing() throws Exception {
    Mail mail = read("{}");

    assertThat(mail.template().variables()).isEmpty();
    assertThat(mail.locale()).isNull();
  }

  @Test
  void readsALargeRequestFromItsFile(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(folder.resolve("request"), "{\"variables\": {\"name\": \"Ada\"}}");
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(file.toFile());

    assertThat(reader.read(exchange, "note").template().variables()).containsEntry("name", "Ada");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'variables': [1]}                       | invalid_parameter | variables must be a JSON object.
          {'variables': null}                      | invalid_parameter | variables must be a JSON object.
          {'locale': 'de_DE'}                      | invalid_parameter | locale must be a language tag such as de or zh-CN.
          {'locale': ''}                           | invalid_parameter | locale must be a language tag such as de or zh-CN.
          {'template': {'id': 'other'}}            | invalid_parameter | template is not a known field.
          {'to': 'ada@example.org'}                | invalid_recipient | to is not a known field.
          []                                       | invalid_parameter | The body must be a JSON object.
          """)
  void refusesWhatIsNoRendering(String body, String name, String message) {
    Refused refused = refusal(body);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.name()).isEqualTo(name);
    assertThat(refused).hasMessage(message);
  }

  @Test
  void refusesNulInValuesAndNames() {
    assertThat(refusal("{'variables': {'a': [{'b': 'x\\u0000'}]}}").details())
        .containsExactly(new Detail("variables.a[0].b", "contains NUL"));
    assertThat(refusal("{'variables': {'a': {'b\\u0000': 1}}}").details())
        .containsExactly(new Detail("variables.a", "has a name that contains NUL"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"``|The body is empty.", "{'variables': |The body is not JSON: line 1, column"})
  void refusesWhatIsNotJson(String body, String words) {
    Refused refused = refusal(body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.name()).isEqualTo("invalid_json");
    assertThat(refused).hasMessageStartingWith(words);
  }

  private Refused refusal(String body) {
    return catchThrowableOfType(Refused.class, () -> read(body));
  }

  private Mail read(String body) throws Refused, IOException {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return reader.read(RequestSource.of(bytes), "note");
  }
}

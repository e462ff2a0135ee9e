package io.dromail.house;

import static io.dromail.house.Errors.assertError;
import static io.dromail.house.Requests.template;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.Folders;
import io.dromail.testing.HttpAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates rendered over HTTP, alone and in a dry run, the broken ones too. */
class RenderingTest {

  /** No broker is asked for any of this. */
  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends HouseCases {

    private final Path templates = Folders.temporary("dromail-templates");

    @Override
    Map<String, String> settings() {
      write("note/subject.ftl", " Note for\n${name} ");
      write("note/body.html.ftlh", "<p>${name}</p>\n<p>${(address.city)!'-'}</p>");
      write("own/body.html.ftlh", "<p>${name}</p>");
      write("own/body.txt.ftl", "${name}");
      write("own/variables.schema.json", "{\"required\": [\"name\"]}");
      write("own/example.json", "{\"name\": \"Ada\"}");
      write("missing/body.html.ftlh", "<p>\n<#list items as item>\n${item.name}\n</#list>");
      write("broken/body.html.ftlh", "<p>\n<#if x>\n</p>");
      write("include/body.html.ftlh", "<#include \"/nothing.ftlh\">");
      write("number/body.html.ftlh", "${name?number}");
      write("date/body.html.ftlh", "${name?date('yyyy')}");
      write("string/body.html.ftlh", "\n\n${name}");
      return Map.of(
          "dromail.templates.directory",
          templates.toString(),
          "dromail.api.keys",
          "shop:shop-key-1",
          "dromail.api.requests-per-second",
          "1000");
    }

    @AfterAll
    void delete() {
      Folders.delete(templates);
    }

    @Test
    void answersSubjectHtmlAndText() {
      HttpAnswer answer = render("note", "{'variables': {'name': 'Ada'}, 'locale': 'de'}");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).contains("application/json");
      assertThat(answer.json().toString().replace("\\n", "").replace('"', '\''))
          .isEqualTo("{'subject':'Note for Ada','html':'<p>Ada</p><p>-</p>','text':'Ada-'}");
    }

    @Test
    void answersTheTemplatesOwnText() {
      assertThat(render("own", "{'variables': {'name': 'A & B'}}").text("text")).isEqualTo("A & B");
    }

    @Test
    void keepsVariablesTextWhateverTheyLookLike() {
      String name = "<#assign x=7*191>${x}<script>alert(1)</script>\"'[=x]";
      ObjectNode request = Requests.parse("{}");
      request.putObject("variables").put("name", name);

      HttpAnswer answer = render("own", request);
      assertThat(answer.text("text")).isEqualTo(name);
      assertThat(answer.text("html"))
          .contains("&lt;#assign x=7*191&gt;${x}&lt;script&gt;")
          .doesNotContain("<script>", "1337");
    }

    @Test
    void rendersAHugeVariable() {
      ObjectNode request = Requests.parse("{}");
      request.putObject("variables").put("name", "ä".repeat(3_000_000));

      assertThat(render("own", request).text("html")).hasSize(3_000_007);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "nothing",
          "Note",
          "layout",
          "..%2Fnote",
          "%2E%2E%2F%2E%2E%2Fetc",
          "note%2F..%2Fown",
          "note%00",
          "note%0A",
          "%20",
          "file:note",
          "C:%5Cnote"
        })
    void knowsNoOtherTemplates(String id) {
      assertError(render(id, "{'variables': {'name': 'Ada'}}"), 404, "not_found");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            note    | {}                              | variables.name  | is missing: note/subject.ftl, line 2
            own     | {'variables': {}}               | variables.name  | required property 'name' not found
            missing | {'variables': {'items': [{}]}}  | variables.item.name | is missing: missing/body.html.ftlh, line 3
            missing | {'variables': {'items': 'x'}}   | variables.items | Expected a sequence or collection, but this has evaluated to a string
            broken  | {'variables': {'x': true}}      | ``              | You have an unclosed #if: broken/body.html.ftlh, line 3
            include | {}                              | ``              | Template inclusion failed (for parameter value "/nothing.ftlh")
            number  | {'variables': {'name': 'x'}}    | ``  | Can't convert this string to number
            date    | {'variables': {'name': 'x'}}    | ``  | The string doesn't match the expected date/time/date-time format
            string  | {'variables': {'name': {}}}     | variables.name  | Expected a string or something automatically convertible to string
            """)
    void saysWhatIsWrongAndWhere(String id, String request, String field, String reason) {
      HttpAnswer answer = assertError(render(id, request), 422, "template_error");

      assertThat(answer.fields()).containsExactly(field);
      assertThat(answer.json().at("/details/0/reason").asText()).contains(reason);
      assertThat(answer.text("message")).startsWith("template " + id + ": ");
    }

    @Test
    void saysItInADryRunAsWell() {
      ObjectNode request = template("missing", "{'items': [{}]}").put("dry_run", true);
      HttpAnswer answer = house.gateway().post(request, "Authorization", "Bearer shop-key-1");

      assertError(answer, 422, "template_error");
      assertThat(answer.fields()).containsExactly("template.variables.item.name");
      assertThat(answer.text("message"))
          .isEqualTo("template missing: item.name is missing: missing/body.html.ftlh, line 3");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            {'variables': []}      | 422 | invalid_parameter | variables
            {'vars': {}}           | 422 | invalid_parameter | vars
            {'locale': '../de'}    | 422 | invalid_parameter | locale
            {'locale': 7}          | 422 | invalid_parameter | locale
            []                     | 422 | invalid_parameter | ``
            """)
    void refusesWhatItDoesNotKnow(String body, int status, String name, String field) {
      HttpAnswer answer = render("note", (Object) body.replace('\'', '"'));

      assertThat(assertError(answer, status, name).fields()).containsExactly(field);
    }

    @Test
    void refusesWhatIsNoJson() {
      assertError(render("note", (Object) ""), 400, "invalid_json");
      assertError(render("note", (Object) "{"), 400, "invalid_json");
      String nul = "{\"variables\": {\"name\": \"\\u0000\"}}";
      assertError(render("note", (Object) nul), 422, "invalid_parameter");
    }

    @Test
    void asksForAKey() {
      assertError(
          house.gateway().call(house.gateway().to("/v1/templates/note/render", "{}")),
          401,
          "missing_api_key");
      assertError(
          house.gateway().call(house.gateway().api("/v1/templates").build()),
          401,
          "missing_api_key");
    }

    @Test
    void listsTheTemplates() {
      JsonNode list =
          house
              .gateway()
              .call(
                  house
                      .gateway()
                      .api("/v1/templates")
                      .header("Authorization", "Bearer shop-key-1")
                      .build())
              .json();

      assertThat(list.path("data").findValuesAsText("id")).contains("note", "own").isSorted();
      assertThat(list.path("data").get(4).toString().replace('"', '\''))
          .isEqualTo("{'id':'note','parts':['subject','html']}");
      assertThat(list.path("data").get(6).toString().replace('"', '\''))
          .isEqualTo(
              "{'id':'own','parts':['html','text'],'variables':{'required':['name']},"
                  + "'example':{'name':'Ada'}}");
    }

    private HttpAnswer render(String id, String request) {
      return render(id, Requests.parse(request));
    }

    private HttpAnswer render(String id, Object request) {
      return house
          .gateway()
          .call(
              house
                  .gateway()
                  .to(
                      "/v1/templates/" + id + "/render",
                      request,
                      "Authorization",
                      "Bearer shop-key-1"));
    }

    private void write(String file, String content) {
      try {
        Files.createDirectories(templates.resolve(file).getParent());
        Files.writeString(templates.resolve(file), content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

package io.dromail.ingest;

import static io.dromail.testing.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.Refused.Detail;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSchemaTest {

  private static final RequestSchema EMAIL = new RequestSchema("Email");
  private static final RequestSchema BATCH = new RequestSchema("EmailBatch");
  private static final String MAIL = "{'from': 'a@example.com', 'to': 'b@example.org'}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'to': 'b@example.org'}",
        "{'to': ['b@example.org', {'email': 'c@example.org', 'name': 'C'}]}",
        "{'to': {'email': 'c@example.org', 'name': 'C'}, 'cc': [], 'bcc': 'd@example.org'}",
        "{'from': {'email': 'a@example.com'}, 'reply_to': 'r@example.com'}",
        "{'template': {'id': 'order', 'variables': {'a': [1, null, {'b': true}]}}}",
        "{'template': {'id': '0-order_1'}}",
        "{'text': '', 'html': '<p>\\u00e4\\r\\n</p>', 'subject': ''}",
        "{'headers': {'X-A': 'b', 'List-Id': '<l.example.com>'}, 'metadata': {'a b': 'c'}}",
        "{'attachments': [{'filename': '合同.pdf', 'content': 'QQ=='}]}",
        "{'attachments': [{'filename': 'a', 'path': 'a/b', 'content_id': 'c'}]}",
        "{'tags': [{'name': 'a_B-1', 'value': 'x'}], 'stream': 'bulk-2'}"
      })
  void passesWhatTheContractAllows(String fields) {
    assertThat(EMAIL.check(mailWith(fields), 0)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'from': 3}                                | from                       | must be an address, as a string
          {'from': null}                             | from                       | must be an address, as a string
          {'from': {'name': 'A'}}                    | from.email                 | is required
          {'from': {'email': 3}}                     | from.email                 | integer found, string expected
          {'from': {'email': 'a@b', 'x': 1}}         | from.x                     | is not a known field
          {'from': 'a@example.com\\nBcc: x'}         | from                       | must be one line
          {'from': 'a@example.com\\n'}               | from                       | must be one line
          {'to': []}                                 | to                         | must name at least one recipient
          {'to': true}                               | to                         | must be an address or an array
          {'to': [1]}                                | to[0]                      | must be an address, as a string
          {'to': ['a@b', {'email': 'c@d', 'name': 'A\\r'}]}          | to[1].name                 | must be one line
          {'to': 'a@b\\u0000'}                       | to                         | must be one line
          {'cc': [[]]}                               | cc[0]                      | must be an address, as a string
          {'subject': 3}                             | subject                    | integer found, string expected
          {'subject': 'a\\n'}                        | subject                    | must be one line
          {'subject': 'a\\r\\nBcc: x@example.org'}   | subject                    | must be one line
          {'html': []}                               | html                       | array found, string expected
          {'text': null}                             | text                       | null found, string expected
          {'template': 'order'}                      | template                   | string found, object expected
          {'template': {}}                           | template.id                | is required
          {'template': {'id': '../order'}}           | template.id                | must consist of a-z
          {'template': {'id': 'order\\n'}}           | template.id                | must consist of a-z
          {'template': {'id': 'o', 'variables': []}} | template.variables         | array found, object expected
          {'template': {'id': 'o', 'vars': {}}}      | template.vars              | is not a known field
          {'headers': {'X A': 'b'}}                  | headers.X A                | is not a name that a header can have
          {'headers': {'X-A:': 'b'}}                 | headers.X-A:               | is not a name that a header can have
          {'headers': {'X-A': 'b\\nBcc: c@d'}}       | headers.X-A                | must be one line
          {'headers': {'X-A': 'b\\n'}}               | headers.X-A                | must be one line
          {'headers': {'X-A': ['b']}}                | headers.X-A                | array found, string expected
          {'attachments': {}}                        | attachments                | object found, array expected
          {'attachments': [{'content': ''}]}         | attachments[0].filename    | is required
          {'attachments': [{'filename': 'a'}]}       | attachments[0]             | must have either content or path
          {'attachments': [{'filename': '', 'content': ''}]} | attachments[0].filename | must be at least 1 characters long
          {'attachments': [{'filename': 'a', 'content': '', 'path': 'b'}]} | attachments[0] | must have either content or path
          {'attachments': [{'filename': 'a', 'path': ''}]} | attachments[0].path  | must be at least 1 characters long
          {'attachments': [{'filename': 'a\\n', 'path': 'b'}]} | attachments[0].filename | must be one line
          {'attachments': [{'filename': 'a', 'path': 'b', 'sha256': 'xyz'}]} | attachments[0].sha256 | must be 64 hexadecimal digits
          {'attachments': [{'filename': 'a', 'path': 'b', 'content_id': 'c\\n'}]} | attachments[0].content_id | must be one line
          {'tags': [{'name': 'a b', 'value': 'c'}]}  | tags[0].name               | must be 1 to 256 characters
          {'tags': [{'name': 'a', 'value': 'c\\n'}]} | tags[0].value              | must be 1 to 256 characters
          {'tags': [{'name': 'a'}]}                  | tags[0].value              | is required
          {'metadata': {'a': 1}}                     | metadata.a                 | integer found, string expected
          {'stream': 'Bulk'}                         | stream                     | must consist of a-z, 0-9 and -
          {'stream': 'bulk\\n'}                      | stream                     | must consist of a-z, 0-9 and -
          {'Subject': 'a'}                           | Subject                    | is not a known field
          {'scheduled_at': '2026-11-23T09:30:00Z'}   | scheduled_at               | is not a known field
          """)
  void namesTheFieldAndTheReason(String fields, String field, String reason) {
    assertThat(EMAIL.check(mailWith(fields), 0))
        .singleElement()
        .satisfies(
            detail -> {
              assertThat(detail.field()).isEqualTo(field);
              assertThat(detail.reason()).startsWith(reason);
            });
  }

  @Test
  void refusesNamesThatEndWithALineEnd() {
    assertThat(EMAIL.check(mailWith("{'metadata': {'a\\n': 'b'}, 'headers': {'X-A\\n': 'b'}}"), 0))
        .containsExactlyInAnyOrder(
            new Detail("metadata.a\n", "is not a name on one line"),
            new Detail("headers.X-A\n", "is not a name that a header can have"));
  }

  @Test
  void namesEveryMistakeOfASmallRequest() {
    assertThat(EMAIL.check(json("{'text': 1, 'x': 2}"), 0))
        .containsExactlyInAnyOrder(
            new Detail("from", "is required"),
            new Detail("to", "is required"),
            new Detail("text", "integer found, string expected"),
            new Detail("x", "is not a known field"));
  }

  @Test
  void namesTheFirstMistakeOfALargeRequest() {
    assertThat(EMAIL.check(json("{'text': 1, 'x': 2}"), 100_000)).hasSize(1);
  }

  @Test
  void namesAHundredMistakesAtMost() {
    String names =
        java.util.stream.IntStream.range(0, 300)
            .mapToObj(i -> "'x" + i + "': 1")
            .collect(java.util.stream.Collectors.joining(", "));

    assertThat(EMAIL.check(json("{" + names + "}"), 0)).hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "[]", "null", "'a'"})
  void refusesABodyThatIsNoObject(String body) {
    assertThat(EMAIL.check(json(body), 0))
        .singleElement()
        .satisfies(detail -> assertThat(detail.field()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                     |            | must have at least 1 items
          {}                     |            | must be an array of mails
          [%1$s, 3]              | [1]        | integer found, object expected
          [%1$s, {'to': 'b@c'}]  | [1].from   | is required
          """)
  void namesTheMailOfABatch(String body, String field, String reason) {
    List<Detail> details = BATCH.check(json(body.formatted(MAIL.replace('\'', '"'))), 0);

    assertThat(details)
        .singleElement()
        .satisfies(
            detail -> {
              assertThat(detail.field()).isEqualTo(field == null ? "" : field);
              assertThat(detail.reason()).startsWith(reason);
            });
  }

  @Test
  void speaksEnglishEverywhere() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(new RequestSchema("Email").check(mailWith("{'text': 1}"), 0))
          .containsExactly(new Detail("text", "integer found, string expected"));
    } finally {
      Locale.setDefault(before);
    }
  }

  private static JsonNode mailWith(String fields) {
    return ((ObjectNode) json(MAIL)).setAll((ObjectNode) json(fields));
  }
}

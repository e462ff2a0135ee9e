package io.dromail.house;

import static io.dromail.house.Errors.assertError;
import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.HttpAnswer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door refuses for what is in the mail; nothing of it is queued. */
class RefusalsTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    @AfterEach
    void queuedNothing() {
      assertThat(house.smtp().mails()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            'from': null                        | missing_required_field | from
            'to': null                          | missing_required_field | to
            'subject': null                     | missing_required_field | subject
            'text': null                        | missing_required_field | html
            'from': {'name': 'Shop'}            | missing_required_field | from.email
            'from': 'shop'                      | invalid_from_address   | from
            'from': 'shop@'                     | invalid_from_address   | from
            'from': ['shop@example.com']        | invalid_from_address   | from
            'from': 7                           | invalid_from_address   | from
            'to': []                            | invalid_recipient      | to
            'to': 'ada'                         | invalid_recipient      | to[0]
            'to': 'ada@example.org, b@x.org'    | invalid_recipient      | to[0]
            'to': ['ada@example.org', 'b b@x']  | invalid_recipient      | to[1]
            'to': 'ada@[127.0.0.1]'             | invalid_recipient      | to[0]
            'to': '<@a.org:ada@example.org>'    | invalid_recipient      | to[0]
            'to': [null]                        | invalid_recipient      | to[0]
            'cc': ['x']                         | invalid_recipient      | cc[0]
            'bcc': [{'email': 'x@y@z'}]         | invalid_recipient      | bcc[0]
            'reply_to': 'nobody'                | invalid_recipient      | reply_to[0]
            'subject': 7                        | invalid_parameter      | subject
            'html': ['x']                       | invalid_parameter      | html
            'headers': {'X': 7}                 | invalid_header         | headers.X
            'headers': []                       | invalid_header         | headers
            'template': {'id': 'welcome'}       | invalid_parameter      | template
            'tags': [{'name': 'a b', 'value': 'c'}] | invalid_parameter  | tags[0].name
            'tags': [{'name': 'a'}]             | missing_required_field | tags[0].value
            'metadata': {'a': 1}                | invalid_parameter      | metadata.a
            'stream': 'no-such-lane'            | invalid_parameter      | stream
            'stream': '../x'                    | invalid_parameter      | stream
            'locale': 'zh_CN'                   | invalid_parameter      | locale
            'list_unsubscribe': {}              | missing_required_field | list_unsubscribe.url
            'list_unsubscribe': {'url': 'http://a.example'} | invalid_parameter | list_unsubscribe.url
            'list_unsubscribe': {'url': 'https://a.example\\r\\nBcc: x@y.example'} | invalid_parameter | list_unsubscribe.url
            """)
    void refusesWhatIsWrongByItsField(String change, String name, String field) {
      HttpAnswer answer = house.gateway().post(mail(change));

      assertThat(assertError(answer, 422, name).fields()).containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'scheduled_at': '2030-01-01T00:00:00Z'",
          "'expires_at': '2030-01-01T00:00:00Z'",
          "'profile': 'ses'",
          "'idempotency_key': 'k'",
          "'Subject': 'x'",
          "'replyTo': 'x@example.com'",
          "'bogus': null"
        })
    void refusesFieldsThatItDoesNotKnowByName(String field) {
      HttpAnswer answer = house.gateway().post(mail("").setAll(Requests.parse("{" + field + "}")));

      assertThat(assertError(answer, 422, "invalid_parameter").fields())
          .containsExactly(field.split("'")[1]);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            'to': {'email': 'a@b.org', 'x': 1}            | to.x
            'from': {'email': 'a@b.org', 'x': 1}          | from.x
            'cc': [{'email': 'a@b.org', 'x': 1}]          | cc[0].x
            'tags': [{'name': 'a', 'value': 'b', 'x': 1}] | tags[0].x
            'attachments': [{'filename': 'a', 'content': 'YQ==', 'x': 1}] | attachments[0].x
            'template': {'id': 'welcome', 'x': 1}         | template.x
            """)
    void refusesFieldsDeepInsideThatItDoesNotKnow(String change, String field) {
      HttpAnswer answer = house.gateway().post(mail(change));

      assertThat(answer.status()).isEqualTo(422);
      assertThat(assertError(answer, 422, answer.text("name")).fields()).contains(field);
    }

    @Test
    void namesAllThatIsWrongAtOnce() {
      HttpAnswer answer =
          house.gateway().post(mail("'from': null, 'bogus': 1, 'subject': 7, 'tags': 'x'"));

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.fields()).containsExactlyInAnyOrder("from", "bogus", "subject", "tags");
    }

    @Test
    void refusesSubjectThatIsTooLong() {
      HttpAnswer answer = house.gateway().post(mail("").put("subject", "x".repeat(999)));

      assertThat(assertError(answer, 422, "invalid_parameter").fields()).containsExactly("subject");
    }

    @Test
    void refusesMoreThanFiftyRecipients() {
      List<String> many = Collections.nCopies(25, "'a@example.org'");
      String json = many.toString();
      HttpAnswer answer =
          house
              .gateway()
              .post(mail("'to': " + json + ", 'cc': " + json + ", 'bcc': 'x@example.org'"));

      assertError(answer, 422, "invalid_recipient");
    }

    @Test
    void refusesBodyBeyondFiveMegabytes() {
      HttpAnswer answer = house.gateway().post(mail("").put("html", "é".repeat(2_500_001)));

      assertError(answer, 413, "message_too_large");
    }
  }
}

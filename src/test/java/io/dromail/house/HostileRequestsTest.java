package io.dromail.house;

import static io.dromail.house.Errors.assertError;
import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.DeadLetter;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.Stage;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a client puts beside or into its mail steers the gateway. */
class HostileRequestsTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    private static final String QUERY =
        "/v1/emails?bcc=evil@example.net&to=evil@example.net&from=evil@example.net&subject=evil"
            + "&Authorization=Bearer+evil&CamelHttpResponseCode=418&CamelFileName=evil&stream=evil";

    private static final String[] HEADERS = {
      "Authorization", "Bearer evil-secret",
      "CamelFileName", "../evil",
      "CamelHttpResponseCode", "418",
      "CamelHttpUri", "http://evil.example.net",
      "CamelFreemarkerTemplate", "evil ${.version}",
      "CamelFreemarkerResourceUri", "evil",
      "CamelSpringRabbitmqExchangeOverrideName", "evil",
      "CamelSpringRabbitmqRoutingOverrideKey", "evil",
      "CamelRedeliveryCounter", "99",
      "mail.smtp.socks.host", "evil.example.net",
      "mail.smtp.host", "evil.example.net",
      "Dromail-Failure", "evil",
      "bcc", "evil@example.net",
      "to", "evil@example.net",
      "subject", "evil",
      "X-Evil", "evil"
    };

    @Test
    void changesNothingInMailOrAnswer() throws MessagingException {
      ReceivedMail plain = house.deliver(mail(""));
      HttpAnswer answer = house.gateway().call(house.gateway().to(QUERY, mail(""), HEADERS));
      assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
      ReceivedMail mail = house.awaitMail(answer.text("message_id"));

      assertThat(mail.recipients()).containsExactly("ada@example.org");
      assertThat(mail.envelopeFrom()).isEqualTo("shop@example.com");
      assertThat(names(mail)).isEqualTo(names(plain));
      assertThat(new String(mail.raw(), StandardCharsets.UTF_8)).doesNotContainIgnoringCase("evil");
      assertNotEchoed(answer);
    }

    @Test
    void echoesNothingInErrors() {
      assertNotEchoed(
          assertError(
              house.gateway().call(house.gateway().to(QUERY, mail("'to': 'x'"), HEADERS)),
              422,
              "invalid_recipient"));
      assertNotEchoed(
          assertError(
              house.gateway().call(house.gateway().to(QUERY, "{", HEADERS)), 400, "invalid_json"));
      assertNotEchoed(
          assertError(
              house.gateway().call(house.gateway().to("/v1/nothing?evil", "{", HEADERS)),
              404,
              "not_found"));
    }

    @Test
    void leavesNoTraceInDeadLetters() {
      house.smtp().at(Stage.RCPT).always().reply(550, "5.1.1 no");
      house.gateway().call(house.gateway().to(QUERY, mail(""), HEADERS));

      DeadLetter letter = house.awaitDeadLetters(1).get(0);
      assertThat(letter.headers().keySet())
          .allMatch(name -> name.matches("Dromail-.*|spring_.*|traceparent|x-delivery-count"));
      assertThat(letter.toString()).doesNotContainIgnoringCase("evil");
    }

    @Test
    void takesCamelsWordsInABodyForWords() throws MessagingException {
      ReceivedMail mail =
          house.deliver(
              mail(
                  "'subject': '${header.x} {{dromail.api.keys}} #{1+1}',"
                      + " 'text': '${exchangeId} <#assign x=1>'"));

      assertThat(mail.message().getSubject()).isEqualTo("${header.x} {{dromail.api.keys}} #{1+1}");
      assertThat(new String(mail.raw(), StandardCharsets.UTF_8))
          .contains("${exchangeId} <#assign x");
    }

    /** Every place that is one line in the mail or in a log; ¶ stands for the bad character. */
    @ParameterizedTest
    @ValueSource(
        strings = {
          "'from': 'Shop¶X <shop@example.com>'",
          "'from': 'shop@example.com¶'",
          "'from': {'email': 'shop@example.com¶'}",
          "'from': {'email': 'shop@example.com', 'name': 'a¶b'}",
          "'to': 'ada@example.org¶'",
          "'to': '¶ada@example.org'",
          "'to': ['a¶b <ada@example.org>']",
          "'to': [{'email': 'ada@example.org', 'name': '¶'}]",
          "'cc': {'email': 'a¶da@example.org'}",
          "'bcc': ['ada@example.org¶']",
          "'reply_to': 'ada@example.org¶'",
          "'subject': 'a¶Bcc: evil@example.net'",
          "'subject': 'end¶'",
          "'headers': {'X-A': 'a¶b'}",
          "'headers': {'X-A': 'a¶'}",
          "'headers': {'X-A¶': 'a'}",
          "'attachments': [{'filename': 'a¶b', 'content': 'YQ=='}]",
          "'attachments': [{'filename': 'a', 'path': 'a¶b'}]",
          "'attachments': [{'filename': 'a', 'content': 'YQ==', 'content_type': 'text/plain¶'}]",
          "'attachments': [{'filename': 'a', 'content': 'YQ==', 'content_id': 'a¶'}]",
          "'attachments': [{'filename': 'a', 'content': 'YQ==', 'sha256': '¶'}]",
          "'tags': [{'name': 'a¶', 'value': 'b'}]",
          "'tags': [{'name': 'a', 'value': 'b¶'}]",
          "'metadata': {'a': 'b¶'}",
          "'metadata': {'a¶': 'b'}",
          "'stream': 'bulk¶'",
          "'text': null, 'template': {'id': 'welcome¶'}",
          "'a¶b': 1"
        })
    void refusesLineEndsAndNulInOneLinePlaces(String change) {
      for (String bad : new String[] {"\\r", "\\n", "\\r\\n", "\\u0000"}) {
        HttpAnswer answer = house.gateway().post(mail(change.replace("¶", bad)));

        assertThat(answer.status()).as(bad + " " + answer).isEqualTo(422);
        assertError(answer, 422, answer.text("name"));
      }
      assertThat(house.smtp().mails()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'text': 'a¶'",
          "'html': '¶'",
          "'text': null, 'template': {'id': 'welcome', 'variables': {'username': 'a¶', 'link':"
              + " 'https://a.example'}}",
          "'text': null, 'template': {'id': 'welcome', 'variables': {'username': 'a', 'link':"
              + " 'https://a.example', 'x': [{'¶': 1}]}}",
          "'attachments': [{'filename': 'a', 'content': 'YQ==¶'}]"
        })
    void refusesNulInBodies(String change) {
      HttpAnswer answer = house.gateway().post(mail(change.replace("¶", "\\u0000")));

      assertError(answer, 422, answer.text("name"));
    }

    private static void assertNotEchoed(HttpAnswer answer) {
      assertThat(answer.toString()).doesNotContainIgnoringCase("evil").doesNotContain("Camel");
    }

    private static Set<String> names(ReceivedMail mail) throws MessagingException {
      Set<String> names = new TreeSet<>();
      for (Header header : Collections.list(mail.message().getAllHeaders())) {
        names.add(header.getName());
      }
      return names;
    }
  }
}

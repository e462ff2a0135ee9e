package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.ReceivedMail;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The header of a mail: what is in it, and nothing else. */
class HeadersTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    @Test
    void sendsTheHeadersOfTheContractAndNoOther() throws MessagingException {
      ReceivedMail mail =
          house.deliver(
              mail(
                  """
                  'cc': 'cc@example.org', 'bcc': 'bcc@example.org', 'reply_to': 'r@example.com',
                  'tags': [{'name': 'kind', 'value': 'tagged'}], 'metadata': {'order': 'metadatum'},
                  'stream': 'bulk', 'headers': {'X-Order': 'EX-1'}
                  """));

      assertThat(names(mail))
          .containsExactlyInAnyOrder(
              "Date",
              "From",
              "To",
              "Cc",
              "Reply-To",
              "Message-ID",
              "Subject",
              "X-Order",
              "MIME-Version",
              "Content-Type",
              "Content-Transfer-Encoding");
      assertThat(new String(mail.raw(), StandardCharsets.UTF_8))
          .doesNotContain("tagged", "metadatum", "bcc@example.org")
          .doesNotContainIgnoringCase("dromail");
    }

    @Test
    void keepsMessageIdAndDateOfAcceptance() throws MessagingException {
      HttpAnswer answer = house.gateway().post(mail("'from': 'Shop <shop@Mail.Example.COM>'"));
      ReceivedMail mail = house.awaitMail(answer.text("message_id"));

      assertThat(answer.text("message_id"))
          .isEqualTo("<" + answer.text("id") + "@mail.example.com>");
      Instant created = Instant.parse(answer.text("created_at"));
      assertThat(Duration.between(mail.message().getSentDate().toInstant(), created).abs())
          .isLessThan(Duration.ofSeconds(1));
      assertThat(Duration.between(created, Instant.now())).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void writesCustomHeadersInAnyScript() throws Exception {
      ReceivedMail mail =
          house.deliver(
              mail(
                  "'headers': {'X-Note': '多谢惠顾', 'List-Unsubscribe': '<https://a.example/u?x=1>',"
                      + " 'In-Reply-To': '<1@a.example>'}"));

      assertThat(MimeUtility.decodeText(mail.header("X-Note").orElseThrow())).isEqualTo("多谢惠顾");
      assertThat(mail.header("List-Unsubscribe")).contains("<https://a.example/u?x=1>");
      assertThat(mail.header("In-Reply-To")).contains("<1@a.example>");
    }

    @Test
    void foldsLongHeaders() {
      String value = "word ".repeat(400).strip();
      ReceivedMail mail = house.deliver(mail("'headers': {'X-Long': '" + value + "'}"));

      assertThat(mail.header("X-Long").orElseThrow().replaceAll("\\s+", " ")).isEqualTo(value);
      assertThat(new String(mail.raw(), StandardCharsets.ISO_8859_1).lines())
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(998));
    }

    @Test
    void refusesHeadersThatAreTheGatewaysOwn() {
      for (String name :
          List.of(
              "From",
              "to",
              "CC",
              "Bcc",
              "Sender",
              "Date",
              "Subject",
              "Content-Type",
              "content-x",
              "MIME-Version",
              "DKIM-Signature",
              "Return-Path",
              "Received",
              "Message-ID",
              "Resent-Bcc")) {
        HttpAnswer answer = house.gateway().post(mail("'headers': {'" + name + "': 'x'}"));

        assertThat(answer.status()).as(name).isEqualTo(422);
        assertThat(answer.text("name")).as(name).isEqualTo("invalid_header");
        assertThat(answer.fields()).as(name).containsExactly("headers." + name);
      }
    }

    @Test
    void refusesNamesThatNoHeaderHas() {
      for (String name : List.of("", "X Y", "X:Y", "Ünï", "X\\tY")) {
        HttpAnswer answer = house.gateway().post(mail("'headers': {'" + name + "': 'x'}"));

        assertThat(answer.status()).as(name).isEqualTo(422);
        assertThat(answer.text("name")).as(name).isEqualTo("invalid_header");
      }
    }

    private static List<String> names(ReceivedMail mail) throws MessagingException {
      List<String> names = new ArrayList<>();
      for (Header header : Collections.list(mail.message().getAllHeaders())) {
        names.add(header.getName());
      }
      return names;
    }
  }
}

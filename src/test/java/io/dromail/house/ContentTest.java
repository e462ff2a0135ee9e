package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.template;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.DeadLetter;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.MailTree;
import io.dromail.testing.MailTree.Leaf;
import io.dromail.testing.ReceivedMail;
import jakarta.mail.MessagingException;
import java.util.Base64;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways off a list, languages, addresses of any script and invitations, as they arrive. */
class ContentTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    private static final String ORDER =
        """
        {'customer': {'name': 'Ada'}, 'currency': 'EUR', 'total': 1249.5,
         'order': {'id': 'EX-1', 'date': '1. Mai', 'url': 'https://shop.example/1', 'carrier': 'Post'},
         'items': [{'name': 'Lampe', 'quantity': 2, 'price': 10}]}
        """;

    @Test
    void saysHowToGetOffTheList() {
      ReceivedMail mail =
          house.deliver(
              mail(
                  """
                  'list_unsubscribe': {'url': 'https://a.example/u?id=1', 'one_click': true,
                                       'mailto': 'off@a.example?subject=id-1'}
                  """));

      assertThat(mail.header("List-Unsubscribe"))
          .get()
          .asString()
          .matches("<https://a\\.example/u\\?id=1>,\\s<mailto:off@a\\.example\\?subject=id-1>");
      assertThat(mail.header("List-Unsubscribe-Post")).contains("List-Unsubscribe=One-Click");
    }

    @Test
    void rendersTemplateInTheLanguageOfTheMail() throws MessagingException {
      ReceivedMail mail = house.deliver(template("order-shipped", ORDER).put("locale", "de-AT"));

      assertThat(mail.message().getSubject()).isEqualTo("Ihre Bestellung EX-1 ist unterwegs");
      assertThat(MailTree.of(mail).text("text/html"))
          .contains("<html lang=\"de\"", "10,00", "1.249,50 EUR");
      assertThat(MailTree.of(mail).text("text/plain")).contains("Guten Tag Ada,", "1.249,50 EUR");
    }

    @Test
    void rendersTemplateInItsOwnLanguageWhereThereIsNoOther() throws MessagingException {
      ReceivedMail mail =
          house.deliver(template("order-shipped", ORDER).put("locale", "zh-Hans-CN"));

      assertThat(mail.message().getSubject()).isEqualTo("Your order EX-1 is on its way");
      assertThat(MailTree.of(mail).text("text/html")).contains("EUR 1,249.50");
    }

    @ParameterizedTest
    @CsvSource({
      "用户@例え.jp,用户@xn--r8jz45g.jp",
      "محمد@موقع.example,محمد@xn--4gbrim.example",
      "jürgen@straße.example,jürgen@xn--strae-oqa.example"
    })
    void sendsToAddressesOfAnyScriptWhereTheServerTakesThem(String email, String onTheWire) {
      house.smtp().advertise("SMTPUTF8").dropConnections();
      // An idle connection knows what the server said before; the next mail finds it cut.
      house.deliver(mail(""));
      try {
        ReceivedMail mail = house.deliver(mail("").put("to", "Ü <" + email + ">"));

        assertThat(mail.recipients()).containsExactly(onTheWire);
        assertThat(mail.mailParameters()).containsExactly("SMTPUTF8");
        assertThat(new String(mail.raw(), UTF_8)).contains("\r\nTo: \"Ü\" <" + onTheWire + ">\r\n");
      } finally {
        house.smtp().hideExtension("SMTPUTF8").dropConnections();
      }
    }

    @Test
    void deadLettersMailThatTheServerCannotTake() {
      HttpAnswer answer = house.gateway().post(mail("").put("to", "用户@example.org"));

      assertThat(answer.status()).isEqualTo(202);
      DeadLetter letter = house.awaitDeadLetters(1).get(0);
      assertThat(letter.header("Dromail-Cause"))
          .contains("needs SMTPUTF8, which 127.0.0.1:" + house.smtp().port() + " doesn't offer");
      assertThat(house.smtp().mails()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"REQUEST", "CANCEL", "reply"})
    void invites(String method) {
      String calendar = "BEGIN:VCALENDAR\r\nMETHOD:" + method + "\r\nX:ü\r\nEND:VCALENDAR\r\n";
      MailTree tree =
          MailTree.of(
              house.deliver(
                  mail(
                      """
                      'html': '<p>', 'attachments': [{'filename': 'invite.ics',
                        'content_type': 'text/calendar; method=%s', 'content': '%s'},
                        {'filename': 'a.pdf', 'content': 'YWJj'}]
                      """
                          .formatted(
                              method,
                              Base64.getEncoder().encodeToString(calendar.getBytes(UTF_8))))));

      assertThat(tree.shape())
          .isEqualTo("mixed(alternative(text/plain, text/html, text/calendar), application/pdf)");
      Leaf invitation = tree.leaves().get(2);
      assertThat(new String(invitation.bytes(), UTF_8)).isEqualTo(calendar);
      assertThat(invitation.disposition()).isNull();
    }

    @Test
    void refusesInvitationsThatMailProgramsWouldNotTake() {
      HttpAnswer answer =
          house
              .gateway()
              .post(
                  mail(
                      "'attachments': [{'filename': 'invite.ics', 'content_type':"
                          + " 'text/calendar; method=REQUEST', 'content': 'YWJj'}]"));

      assertThat(answer.text("name")).isEqualTo("invalid_attachment");
      assertThat(answer.fields()).containsExactly("attachments[0].content");
    }
  }
}

package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.MailTree;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The subject and the bodies of a mail. */
class BodiesTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    @Test
    void writesSubjectInChinese() throws MessagingException {
      String subject = "您的订单已发货，请注意查收，感谢您的惠顾".repeat(4);

      assertThat(house.deliver(mail("'subject': '" + subject + "'")).message().getSubject())
          .isEqualTo(subject);
    }

    @Test
    void writesLongestSubject() throws MessagingException {
      String subject = "é".repeat(998);

      assertThat(house.deliver(mail("'subject': '" + subject + "'")).message().getSubject())
          .isEqualTo(subject);
    }

    @Test
    void sendsTextAlone() {
      MailTree mail = MailTree.of(house.deliver(mail("'text': '你好\\n.\\n..dots\\nend'")));

      assertThat(mail.shape()).isEqualTo("text/plain");
      assertThat(mail.text("text/plain").stripTrailing()).isEqualTo("你好\n.\n..dots\nend");
    }

    @Test
    void sendsHtmlAndTextAsAlternatives() {
      MailTree mail = MailTree.of(house.deliver(mail("'html': '<p>Grüße</p>', 'text': 'Grüße!'")));

      assertThat(mail.shape()).isEqualTo("alternative(text/plain, text/html)");
      assertThat(mail.text("text/plain").stripTrailing()).isEqualTo("Grüße!");
      assertThat(mail.text("text/html").stripTrailing()).isEqualTo("<p>Grüße</p>");
    }

    @Test
    void makesTextFromHtml() {
      MailTree mail =
          MailTree.of(
              house.deliver(
                  mail(
                      "'text': null, 'html': '<h1>Hi</h1><p>see <a"
                          + " href=\"https://x.example\">here</a></p>'")));

      assertThat(mail.shape()).isEqualTo("alternative(text/plain, text/html)");
      assertThat(mail.text("text/plain").stripTrailing())
          .isEqualTo("Hi\n\nsee here (https://x.example)");
    }

    @Test
    void leavesTextOutWhenItIsEmpty() {
      MailTree mail = MailTree.of(house.deliver(mail("'text': '', 'html': '<p>Hi</p>'")));

      assertThat(mail.shape()).isEqualTo("text/html");
    }

    @Test
    void sendsLinesOfAnyLength() {
      String line = "中".repeat(5_000);
      var mail = house.deliver(mail("'text': '" + line + "'"));

      assertThat(MailTree.of(mail).text("text/plain").stripTrailing()).isEqualTo(line);
      assertThat(new String(mail.raw(), StandardCharsets.ISO_8859_1).lines())
          .allSatisfy(raw -> assertThat(raw.length()).isLessThanOrEqualTo(998));
      assertThat(mail.bareLineEnds()).isZero();
    }
  }
}

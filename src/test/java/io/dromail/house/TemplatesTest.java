package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.MailTree;
import io.dromail.testing.ReceivedMail;
import jakarta.mail.MessagingException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The shipped templates, as they arrive. */
class TemplatesTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    private static final String ORDER =
        """
        {'customer': {'name': 'Ada'}, 'currency': 'EUR', 'total': 27.5,
         'order': {'id': 'EX-1', 'date': '1 May', 'url': 'https://shop.example/1', 'carrier': 'Post'},
         'items': [{'name': 'Lamp', 'quantity': 2, 'price': 10}, {'name': 'Pen', 'quantity': 1, 'price': 7.5}]}
        """;

    @Test
    void welcomesInChinese() throws MessagingException {
      ReceivedMail mail =
          house.deliver(
              template(
                  "welcome", "{'username': '林晓雨', 'link': 'https://app.example/start?a=1&b=2'}"));

      MailTree tree = MailTree.of(mail);
      assertThat(mail.message().getSubject()).isEqualTo("欢迎加入我们的平台");
      assertThat(tree.shape()).isEqualTo("alternative(text/plain, text/html)");
      assertThat(tree.text("text/html"))
          .contains("您好,林晓雨,欢迎加入我们的平台!", "https://app.example/start?a=1&amp;b=2");
      assertThat(tree.text("text/plain"))
          .contains("您好,林晓雨,欢迎加入我们的平台!", "https://app.example/start?a=1&b=2");
    }

    @Test
    void listsItemsOfOrder() throws MessagingException {
      ReceivedMail mail = house.deliver(template("order-shipped", ORDER));

      assertThat(mail.message().getSubject()).isEqualTo("Your order EX-1 is on its way");
      assertThat(MailTree.of(mail).text("text/html"))
          .contains("Lamp", "10.00", "Pen", "7.50", "EUR 27.50", "https://shop.example/1");
      assertThat(MailTree.of(mail).text("text/plain")).contains("Lamp", "EUR 27.50");
    }

    @Test
    void sendsTemplatesOwnText() {
      MailTree mail =
          MailTree.of(
              house.deliver(
                  template(
                      "password-reset", "{'link': 'https://a.example/r', 'expires_minutes': 30}")));

      assertThat(mail.text("text/plain")).contains("https://a.example/r", "30");
      assertThat(mail.text("text/html")).contains("https://a.example/r");
    }

    @Test
    void prefersSubjectOfRequest() throws MessagingException {
      ReceivedMail mail =
          house.deliver(
              template("welcome", "{'username': 'Ada', 'link': 'https://a.example'}")
                  .put("subject", "Mine"));

      assertThat(mail.message().getSubject()).isEqualTo("Mine");
    }

    @Test
    void escapesHtmlInVariables() {
      MailTree mail =
          MailTree.of(
              house.deliver(
                  template(
                      "welcome",
                      "{'username': '<script>alert(1)</script>&', 'link':"
                          + " 'https://a.example/\"x'}")));

      assertThat(mail.text("text/html"))
          .contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;", "https://a.example/&quot;x")
          .doesNotContain("<script>");
    }

    @Test
    void doesNotRenderVariablesAsTemplates() {
      MailTree mail =
          MailTree.of(
              house.deliver(
                  template(
                      "welcome",
                      "{'username': '${7*191}<#assign x=1>', 'link': 'https://a.example'}")));

      assertThat(mail.text("text/plain")).contains("${7*191}").doesNotContain("1337");
    }

    @Test
    void refusesMissingVariableByItsPath() {
      HttpAnswer answer = house.gateway().post(template("welcome", "{'username': 'Ada'}"));

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.text("name")).isEqualTo("template_error");
      assertThat(answer.fields()).containsExactly("template.variables.link");
    }

    @Test
    void refusesVariableDeepInsideByItsPath() {
      HttpAnswer answer =
          house
              .gateway()
              .post(template("order-shipped", ORDER.replace("'quantity': 1", "'quantity': 'x'")));

      assertThat(answer.text("name")).isEqualTo("template_error");
      assertThat(answer.fields()).containsExactly("template.variables.items[1].quantity");
    }

    @Test
    void refusesUnknownTemplate() {
      HttpAnswer answer = house.gateway().post(template("no-such", "{}"));

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.text("name")).isEqualTo("unknown_template");
      assertThat(answer.fields()).containsExactly("template.id");
    }

    @Test
    void refusesPathsForTemplates() {
      for (String id :
          new String[] {"../../x", "..", "/etc", "layout/../welcome", "layout", "WELCOME", ""}) {
        HttpAnswer answer = house.gateway().post(template(id, "{}"));

        assertThat(answer.status()).as(id).isEqualTo(422);
        assertThat(answer.fields()).as(id).containsExactly("template.id");
      }
    }
  }
}

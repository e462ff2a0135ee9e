package io.dromail.enrich;

import static io.dromail.testing.Samples.mail;
import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.SendingPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreviewsTest {

  private static final SendingPlan AT_ONCE = new SendingPlan("office", List.of());

  private final Previews previews = new Previews();

  @Test
  void showTheMailAsItWouldBeSent() throws Exception {
    Mail mail = mailWith("'bcc': 'spy@example.org', 'template': {'id': 'order'}");
    DryRun shown = dryRun(mail, AT_ONCE, "Your order\n", "<p>Hi <b>Ada</b></p>", "Hi Ada");

    assertThat(shown.subject()).isEqualTo("Your order");
    assertThat(shown.html()).isEqualTo("<p>Hi <b>Ada</b></p>");
    assertThat(shown.text()).isEqualTo("Hi Ada");
    assertThat(shown.profile()).isEqualTo("office");
    assertThat(shown.held()).isEmpty();
    assertThat(shown.warnings()).isEmpty();
    assertThat(shown.mime())
        .contains("To: ada@example.org\r\n", "Subject: Your order\r\n", "<p>Hi <b>Ada</b></p>")
        .doesNotContain("spy@");
  }

  @Test
  void tellWhatWouldHoldAMailAndWhatIsWrongWithIt() throws Exception {
    SendingPlan plan = new SendingPlan("ses", List.of("30 mails a minute are reached."));
    DryRun shown = dryRun(mailWith("'text': 't', 'stream': 'bulk'"), plan, null, null, null);

    assertThat(shown.profile()).isEqualTo("ses");
    assertThat(shown.held()).containsExactly("30 mails a minute are reached.");
    assertThat(shown.warnings())
        .hasSize(2)
        .anyMatch(warning -> warning.startsWith("The subject is empty"))
        .anyMatch(warning -> warning.startsWith("Bulk mail without List-Unsubscribe"));
  }

  @Test
  void keepCharactersOfEveryScript() throws Exception {
    Mail mail =
        mail(
            """
            {'from': 'shop@example.com', 'to': '林@example.org', 'subject': 'Größe', 'text': '欢迎'}
            """);

    DryRun shown = dryRun(mail, AT_ONCE, null, null, null);

    assertThat(shown.subject()).isEqualTo("Größe");
    assertThat(shown.text()).isEqualTo("欢迎");
    assertThat(shown.mime()).contains("To: 林@example.org\r\n");
  }

  @Test
  void haveNoHtmlOfAMailThatIsTextAlone() throws Exception {
    DryRun shown = dryRun(mailWith("'subject': 's', 'text': 't'"), AT_ONCE, null, null, null);

    assertThat(MailJson.mapper().valueToTree(shown).has("html")).isFalse();
  }

  @Test
  void preferWhatTheRequestSaysItself() {
    Envelope envelope = sealed(mailWith("'subject': 'mine', 'text': 'mine'"));

    assertThat(previews.content(envelope, "rendered", "<p>rendered", "rendered"))
        .isEqualTo(new MailContent("mine", "<p>rendered", "mine"));
  }

  @Test
  void makeTextOfATemplateThatHasNone() {
    Envelope envelope = previews.unsent(mail("{'template': {'id': 'order'}}"));

    MailContent content = previews.content(envelope, null, "<p>Hi <b>Ada</b></p>", null);

    assertThat(content.subject()).isEmpty();
    assertThat(content.text()).isEqualToIgnoringWhitespace("Hi Ada");
  }

  @Test
  void sealAMailThatGoesToNobody() {
    Mail nobodys = mail("{'template': {'id': 'order'}, 'stream': 'bulk'}");
    Envelope envelope = previews.unsent(nobodys);

    assertThat(envelope.mail()).isSameAs(nobodys);
    assertThat(envelope.lane()).isEqualTo("bulk");
    assertThat(envelope.open()).isEmpty();
    assertThat(envelope.messageId()).isEqualTo("<" + envelope.id() + "@preview.invalid>");
    assertThat(envelope.traceparent()).contains(envelope.id().replace("-", ""));
    assertThat(previews.unsent(nobodys).id()).isNotEqualTo(envelope.id());
  }

  private DryRun dryRun(Mail mail, SendingPlan plan, String subject, String html, String text)
      throws Exception {
    Envelope envelope = sealed(mail);
    return previews.dryRun(
        new MailComposer().compose(envelope, subject, html, text),
        envelope,
        plan,
        subject,
        html,
        text);
  }
}

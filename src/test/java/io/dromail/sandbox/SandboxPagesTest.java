package io.dromail.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SandboxPagesTest {

  private static final String EVIL = "<script>alert(1)</script>";

  private final Mailbox mailbox = new Mailbox("sandbox:", 10);
  private final SandboxPages pages = new SandboxPages(mailbox);
  private Postman postman;

  @BeforeEach
  void connect() throws Exception {
    postman = new Postman(mailbox);
  }

  @AfterEach
  void close() throws Exception {
    postman.close();
    mailbox.close();
  }

  @Test
  void listsMailsAsTheContractHasIt() throws Exception {
    String first =
        "Message-ID: <01920f5c-7d3a-7b1e-9c55-3f1f6f0a2b11@example.com>\r\n"
            + "From: Example Shop <shop@example.com>\r\n"
            + "To: ada@example.org\r\n"
            + "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\n\r\nIt works.\r\n";
    mailbox.add(
        "bounces@example.com",
        List.of("ada@example.org", "orders@example.com"),
        first.getBytes(StandardCharsets.US_ASCII));
    postman.bring("second", "It still works.");

    JsonNode data = MailJson.mapper().readTree(pages.list()).path("data");

    assertThat(data.findValuesAsText("subject")).containsExactly("second", "Gr\u00fc\u00dfe");
    assertThat(data.get(0).has("id")).isFalse();
    JsonNode oldest = data.get(1);
    assertThat(oldest.path("n").asInt()).isEqualTo(1);
    assertThat(oldest.path("id").asText()).isEqualTo("01920f5c-7d3a-7b1e-9c55-3f1f6f0a2b11");
    assertThat(oldest.path("from").asText()).isEqualTo("shop@example.com");
    assertThat(oldest.path("to").toString())
        .isEqualTo("[\"ada@example.org\",\"orders@example.com\"]");
    assertThat(oldest.path("received_at").asText()).endsWith("Z");
    assertThat(oldest.path("size").asInt()).isEqualTo(pages.raw("1").length);
  }

  @Test
  void answersTheRawMail() throws Exception {
    postman.bring("Hello", "It works.");

    assertThat(new String(pages.raw("1"), StandardCharsets.US_ASCII))
        .contains("Subject: Hello\r\n")
        .endsWith("\r\n\r\nIt works.\r\n");
  }

  @Test
  void refusesNumbersThatNoMailHas() {
    for (String n : List.of("1", "0", "-1", "x", "", "99999999999999999999")) {
      Refused refused = catchThrowableOfType(Refused.class, () -> pages.raw(n));
      assertThat(refused.status()).as(n).isEqualTo(404);
      assertThat(refused.name()).as(n).isEqualTo("not_found");
    }
  }

  @Test
  void showsNothingWhereMailGoesToAProvider() {
    try (Mailbox closed = new Mailbox("smtp://smtp.example.com", 10)) {
      SandboxPages none = new SandboxPages(closed);
      assertThat(catchThrowableOfType(Refused.class, none::page).status()).isEqualTo(404);
      assertThat(catchThrowableOfType(Refused.class, none::list).status()).isEqualTo(404);
      assertThat(catchThrowableOfType(Refused.class, () -> none.mail("1")).status()).isEqualTo(404);
    }
  }

  @Test
  void tellsHowToSendWhileTheMailboxIsEmpty() throws Exception {
    assertThat(Jsoup.parse(pages.page()).select("main").text())
        .contains("No mail yet", "/v1/emails");
  }

  @Test
  void escapesWhatAMailSays() throws Exception {
    MimeMessage mail = postman.mail(EVIL);
    mail.setHeader("From", "\"" + EVIL + "\" <shop@example.com>");
    mail.setText(EVIL + "</pre>");
    postman.bring(mail);

    for (String page : List.of(pages.page(), pages.mail("1"))) {
      assertThat(page).doesNotContain(EVIL).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
      assertThat(Jsoup.parse(page).select("script")).hasSize(1);
    }
  }

  @Test
  void marksBlindCopies() throws Exception {
    postman.bring("Hello", "It works.", "ADA@example.org", "orders@example.com");

    Document page = Jsoup.parse(pages.mail("1"));

    assertThat(page.select(".chip").eachText())
        .containsExactly("bounces@example.com", "ADA@example.org", "orders@example.com bcc");
    assertThat(page.select(".blind").text()).isEqualTo("orders@example.com bcc");
  }

  @Test
  void letsNoScriptOfAMailRun() throws Exception {
    postman.bringHtml("Hello", "<p>Hi</p>" + EVIL);

    Element frame = Jsoup.parse(pages.mail("1")).selectFirst("iframe");

    assertThat(frame.attr("src")).isEqualTo("/sandbox/1/html");
    assertThat(frame.attr("sandbox").split(" "))
        .containsExactly("allow-popups", "allow-popups-to-escape-sandbox");
    assertThat(pages.mail("1")).doesNotContain(EVIL);
    assertThat(pages.mailPolicy())
        .startsWith("sandbox allow-popups allow-popups-to-escape-sandbox;")
        .contains("default-src 'none'")
        .doesNotContain("script");
  }

  @Test
  void allowsItsPagesOneStyleSheetAndOneScript() throws Exception {
    Document page = Jsoup.parse(pages.page());

    assertThat(pages.pagePolicy())
        .contains("default-src 'none'")
        .contains("style-src " + digest(page.selectFirst("style").data()) + ";")
        .contains("script-src " + digest(page.selectFirst("script").data()) + ";")
        .doesNotContain("unsafe");
    assertThat(page.select("[style], [onclick], [src]")).isEmpty();
  }

  @Test
  void showsInlineImagesAndLeavesTheRestOfTheHtmlAlone() throws Exception {
    String html =
        "<!doctype html><html><head><title>x</title></head><body><!--[if mso]>x<![endif]-->"
            + "<img src=\"cid:logo@example.com\"><img src='cid:unknown'></body></html>";
    postman.bringHtml(
        "Hello", html, Postman.inline("logo@example.com", "logo.png", "image/png", "PNG"));

    assertThat(pages.html("1"))
        .isEqualTo(
            html.replace("<head>", "<head><base target=\"_blank\">")
                .replace("cid:logo@example.com", "data:image/png;base64,UE5H"));
    assertThat(Jsoup.parse(pages.mail("1")).select(".attached")).isEmpty();
  }

  @Test
  void handsOutAttachmentsOfOneNameEach() throws Exception {
    postman.bringHtml(
        "Hello",
        "<p>Two reports</p>",
        Postman.file("report.pdf", "application/pdf", "first"),
        Postman.file("report.pdf", "application/pdf", "second"));

    assertThat(Jsoup.parse(pages.mail("1")).select(".attached a").eachAttr("href"))
        .containsExactly("/sandbox/1/attachments/1", "/sandbox/1/attachments/2");
    assertThat(pages.attachment("1", "1").content()).asString().isEqualTo("first");
    assertThat(pages.attachment("1", "2").content()).asString().isEqualTo("second");
    assertThat(pages.attachment("1", "2").contentType()).isEqualTo("application/pdf");
    assertThat(catchThrowableOfType(Refused.class, () -> pages.attachment("1", "3")).status())
        .isEqualTo(404);
  }

  @Test
  void savesAttachmentsUnderTheirNamesButInNoFolder() throws Exception {
    postman.bringHtml(
        "Hello",
        "<p>Hi</p>",
        Postman.file("Rechnung M\u00e4rz.pdf", "application/pdf", "x"),
        Postman.file("../../.bashrc", "text/plain", "x"));

    assertThat(pages.attachment("1", "1").disposition())
        .isEqualTo("attachment; filename*=UTF-8''Rechnung%20M%C3%A4rz.pdf");
    assertThat(pages.attachment("1", "2").disposition()).doesNotContain("/").doesNotContain("%2F");
  }

  @Test
  void showsTheSourceOfAMailThatIsNotMime() throws Exception {
    mailbox.add(
        "a@example.com",
        List.of("b@example.com"),
        "Content-Type: multipart/mixed; boundary=x\r\n\r\nno parts"
            .getBytes(StandardCharsets.US_ASCII));

    assertThat(Jsoup.parse(pages.mail("1")).select(".source pre").text()).contains("no parts");
    assertThat(pages.page()).contains("/sandbox/1");
  }

  private static String digest(String text) throws Exception {
    byte[] sha256 =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(sha256) + "'";
  }
}

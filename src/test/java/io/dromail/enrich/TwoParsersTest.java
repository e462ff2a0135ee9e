package io.dromail.enrich;

import static io.dromail.testing.Samples.mail;
import static io.dromail.testing.Samples.sealed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Attachment;
import io.dromail.mail.Mail;
import io.dromail.mail.OutgoingMail;
import io.dromail.testing.MailTree;
import io.dromail.testing.MailTree.Leaf;
import io.dromail.testing.PythonMail;
import io.dromail.testing.ReceivedMail;
import java.io.ByteArrayOutputStream;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What a mail can carry, read by two parsers that share no code: Jakarta Mail and Python's. */
@EnabledIf("io.dromail.testing.PythonMail#isThere")
class TwoParsersTest {

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 0, 13, 10, 26};
  private static final String CALENDAR =
      """
      BEGIN:VCALENDAR
      VERSION:2.0
      PRODID:-//Example//EN
      METHOD:REQUEST
      BEGIN:VEVENT
      UID:1@example.com
      DTSTAMP:20261123T093000Z
      DTSTART:20261124T090000Z
      SUMMARY:计划会议 – Jürgen und نور
      END:VEVENT
      END:VCALENDAR
      """
          .replace("\n", "\r\n");

  /** French, Chinese and Arabic, and others that are not the same composed and decomposed. */
  private static final List<String> NAMES =
      List.of(
          "Pièce jointe – résumé d’été.pdf",
          "年度报告（最终版）.pdf",
          "二〇二六年度销售合同及补充协议（最终版，经双方签字盖章确认）.pdf",
          "عقد الإيجار السنويّ للمكتب الرئيسيّ آخر.pdf",
          "한국어 보고서.pdf",
          "がぎぐ ポスター.pdf",
          "Ångström Việt Nam.pdf",
          "é".repeat(120) + ".pdf");

  @Test
  void fileNamesArriveComposed() throws Exception {
    List<String> sent = new ArrayList<>();
    NAMES.forEach(name -> sent.add(Normalizer.normalize(name, Normalizer.Form.NFC)));
    NAMES.forEach(name -> sent.add(Normalizer.normalize(name, Normalizer.Form.NFD)));
    List<String> composed =
        sent.stream().map(name -> Normalizer.normalize(name, Normalizer.Form.NFC)).toList();

    byte[] raw =
        compose(
            "'text': ''",
            sent.stream()
                .map(name -> new Attachment(name, PNG, null, null, null, null))
                .toArray(Attachment[]::new));

    assertThat(sent.subList(0, NAMES.size())).isNotEqualTo(sent.subList(NAMES.size(), sent.size()));
    assertThat(jakarta(raw).leaves().stream().skip(1))
        .allSatisfy(leaf -> assertThat(leaf.bytes()).isEqualTo(PNG))
        .extracting(Leaf::filename)
        .containsExactlyElementsOf(composed);
    assertThat(PythonMail.of(raw).root().leaves().stream().skip(1))
        .allSatisfy(part -> assertThat(part.content()).isEqualTo(PNG))
        .extracting(PythonMail.Part::filename)
        .containsExactlyElementsOf(composed);
  }

  @Test
  void allThatAMailCanCarryArrives() throws Exception {
    byte[] raw =
        compose(
            """
            'from': 'Jürgen Groß <ada@straße.example>', 'subject': '计划会议',
            'text': 'Grüße\\n', 'html': '<img src=cid:logo>您好',
            'list_unsubscribe': {'url': 'https://a.example/%s', 'mailto': 'off@a.example?subject=1',
                                 'one_click': true}
            """
                .formatted("u".repeat(300)),
            new Attachment("合同.pdf", PNG, null, null, null, null),
            new Attachment("logo.png", PNG, null, "image/png", "logo", null),
            new Attachment(
                "invite.ics",
                CALENDAR.getBytes(UTF_8),
                null,
                "text/calendar; method=REQUEST",
                null,
                null));

    MailTree jakarta = jakarta(raw);
    PythonMail python = PythonMail.of(raw);

    assertThat(jakarta.shape())
        .isEqualTo(
            "mixed(related(alternative(text/plain, text/html, text/calendar), image/png),"
                + " application/pdf)")
        .isEqualTo(python.root().shape());
    List<Leaf> leaves = jakarta.leaves();
    List<PythonMail.Part> parts = python.root().leaves();
    for (int i = 0; i < leaves.size(); i++) {
      assertThat(leaves.get(i).bytes()).isEqualTo(parts.get(i).content());
      assertThat(leaves.get(i).filename()).isEqualTo(parts.get(i).filename());
      assertThat(leaves.get(i).disposition()).isEqualTo(parts.get(i).disposition());
      assertThat(leaves.get(i).contentId()).isEqualTo(parts.get(i).contentId());
      assertThat(parts.get(i).defects()).isEmpty();
    }
    assertThat(new String(parts.get(2).content(), UTF_8)).isEqualTo(CALENDAR);
    assertThat(parts.get(2).parameters())
        .containsEntry("method", "REQUEST")
        .containsEntry("charset", "UTF-8");
    assertThat(python.root().parts().get(0).parameters())
        .containsEntry("type", "multipart/alternative");
    assertThat(python.header("From")).isEqualTo("Jürgen Groß <ada@xn--strae-oqa.example>");
    assertThat(python.header("Subject")).isEqualTo("计划会议");
    assertThat(python.header("List-Unsubscribe").replaceAll("\\s", ""))
        .isEqualTo("<https://a.example/" + "u".repeat(300) + ">,<mailto:off@a.example?subject=1>");
    assertThat(python.header("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
  }

  @Test
  void headersInUtf8AreReadAsTheyAre() throws Exception {
    PythonMail python =
        PythonMail.of(compose("'from': '林晓雨 <用户@例え.jp>', 'subject': 'Grüße', 'text': 'x'"));

    assertThat(python.header("From")).isEqualTo("林晓雨 <用户@xn--r8jz45g.jp>");
    assertThat(python.header("Subject")).isEqualTo("Grüße");
  }

  private static byte[] compose(String fields, Attachment... attachments) throws Exception {
    Mail mail = mail("{'from': 'shop@example.com', 'to': 'ada@example.org', " + fields + "}");
    OutgoingMail message =
        new MailComposer()
            .compose(sealed(mail.withAttachments(List.of(attachments))), null, null, null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.writeTo(out);
    return out.toByteArray();
  }

  private static MailTree jakarta(byte[] raw) {
    return MailTree.of(
        new ReceivedMail("", List.of(), List.of(), raw, false, Optional.empty(), 1, Instant.EPOCH));
  }
}

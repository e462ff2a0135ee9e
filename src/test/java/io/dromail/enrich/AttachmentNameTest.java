package io.dromail.enrich;

import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Attachment;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttachmentNameTest {

  static List<String> names() {
    return List.of(
        "a.pdf",
        "two words.pdf",
        "semi;colon \"quoted\" back\\slash.pdf",
        "100% it's 'a' (test), [x].pdf",
        "Rechnung März.pdf",
        "Reçu à régler – été 2026.pdf",
        "合同.pdf",
        "二〇二六年度销售合同及补充协议（最终版）.pdf",
        "二〇二六年度销售合同及补充协议（最终版，经双方签字盖章确认）.pdf",
        "عقد الإيجار السنوي للمكتب الرئيسي.pdf",
        "😀 smile.pdf",
        "x".repeat(251) + ".pdf",
        "合".repeat(251) + ".pdf",
        "ع ".repeat(125) + ".pdf");
  }

  @ParameterizedTest
  @MethodSource("names")
  void arrivesAsItWas(String name) throws Exception {
    Multipart parts = (Multipart) MailComposerTest.reread(compose(name)).getContent();

    assertThat(parts.getBodyPart(1).getFileName()).isEqualTo(name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void standsOnLinesThatAnyServerTakes(String name) throws Exception {
    assertThat(MailComposerTest.source(compose(name)).lines())
        .allMatch(line -> line.length() <= (line.contains("filename") ? 78 : 998))
        .allMatch(line -> line.chars().allMatch(c -> c == '\t' || c >= ' ' && c < 0x7f));
  }

  /** The expected header was read back by the email package of Python 3.11, which gave the name. */
  @Test
  void isWrittenAsRfc2231AndAsEncodedWords() throws Exception {
    assertThat(MailComposerTest.source(compose("二〇二六年度销售合同及补充协议（最终版）.pdf")))
        .containsIgnoringNewLines(
            """
            Content-Type: application/pdf;
            \tname="=?UTF-8?B?5LqM44CH5LqM5YWt5bm05bqm6ZSA5ZSu5ZCI5ZCM5Y+K6KGl?=
            \t=?UTF-8?B?5YWF5Y2P6K6u77yI5pyA57uI54mI77yJLnBkZg==?="
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment;
            \tfilename*0*=UTF-8''%E4%BA%8C%E3%80%87%E4%BA%8C%E5%85%AD%E5%B9%B4%E5%BA%A6;
            \tfilename*1*=%E9%94%80%E5%94%AE%E5%90%88%E5%90%8C%E5%8F%8A%E8%A1%A5;
            \tfilename*2*=%E5%85%85%E5%8D%8F%E8%AE%AE%EF%BC%88%E6%9C%80%E7%BB%88;
            \tfilename*3*=%E7%89%88%EF%BC%89.pdf
            """);
  }

  private static MimeMessage compose(String name) throws Exception {
    Attachment attachment = new Attachment(name, new byte[] {'A'}, null, null, null, null);
    return new MailComposer()
        .compose(
            sealed(mailWith("'text': 'x'").withAttachments(List.of(attachment))), null, null, null);
  }
}

package io.dromail.enrich;

import static io.dromail.testing.Samples.MESSAGE_ID;
import static io.dromail.testing.Samples.mail;
import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Attachment;
import io.dromail.mail.Mail;
import io.dromail.mail.OutgoingMail;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailComposerTest {

  private static final Mail HELLO = mailWith("'subject': 'Hello', 'text': 'It works.'");

  private final MailComposer composer = new MailComposer();

  @Test
  void writesTheWholeMail() throws Exception {
    Mail mail =
        mail(
            """
            {'from': 'Example Shop <shop@example.com>', 'to': ['Ada <ada@example.org>', 'b@example.org'],
             'cc': 'c@example.org', 'bcc': 'secret@example.org', 'reply_to': 'r@example.com',
             'subject': 'Hello', 'text': 'It works.', 'headers': {'X-Order': 'EX-1'},
             'tags': [{'name': 'internal', 'value': 't'}], 'metadata': {'internal': 'm'},
             'stream': 'bulk'}
            """);

    assertThat(source(compose(mail)).replaceFirst("Date: .*\r\n", ""))
        .isEqualToNormalizingNewlines(
            """
            From: Example Shop <shop@example.com>
            Reply-To: r@example.com
            To: Ada <ada@example.org>, b@example.org
            Cc: c@example.org
            Message-ID: <01920f5c-7d3a-7b1e-9c55-3f1f6f0a2b11@example.com>
            Subject: Hello
            MIME-Version: 1.0
            Content-Type: text/plain; charset=UTF-8
            Content-Transfer-Encoding: 7bit
            X-Order: EX-1

            It works.""");
  }

  @Test
  void namesBlindCopiesInTheEnvelopeOnly() throws Exception {
    OutgoingMail message =
        compose(mailWith("'cc': 'c@example.org', 'bcc': 'b@example.org', 'text': 'x'"));

    assertThat(message.envelopeTo())
        .extracting("address")
        .containsExactly("ada@example.org", "c@example.org", "b@example.org");
    assertThat(source(message)).doesNotContain("b@example.org").doesNotContainIgnoringCase("bcc");
  }

  @Test
  void keepsItsMessageIdHoweverOftenItIsSaved() throws Exception {
    OutgoingMail message = compose(HELLO);

    message.saveChanges();
    message.saveChanges();

    assertThat(message.getHeader("Message-ID")).containsExactly(MESSAGE_ID);
    assertThat(source(message)).containsOnlyOnce("Message-ID");
  }

  @Test
  void isDatedWhenItWasAccepted() throws Exception {
    assertThat(compose(HELLO).getSentDate()).isEqualTo(Instant.parse("2026-11-23T09:30:00Z"));
  }

  @Test
  void usesWhatTheTemplateGaveWhereTheRequestSaysNothing() throws Exception {
    Mail call = mailWith("'template': {'id': 'order'}");

    MimeMessage message = composer.compose(sealed(call), " From\nthe template ", "<p>h</p>", "t");

    assertThat(message.getSubject()).isEqualTo("From the template");
    assertThat(source(message)).contains("<p>h</p>", "text/plain", "\r\nt\r\n");
  }

  @Test
  void prefersWhatTheRequestSays() throws Exception {
    Mail call = mailWith("'subject': 'mine', 'template': {'id': 'order'}");

    assertThat(composer.compose(sealed(call), "theirs", "<p>h</p>", null).getSubject())
        .isEqualTo("mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Grüße aus Köln",
        "您的订单已发货，请注意查收：订单号 EX-1042，预计三天内送达，感谢您对我们的支持与信任，祝您生活愉快",
        "طلبك في الطريق إليك",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        "A plain subject that is longer than one line of seventy-eight characters, and so is folded"
      })
  void bringsTheSubjectThrough(String subject) throws Exception {
    MimeMessage message = compose(mailWith("'subject': '" + subject + "', 'text': 'x'"));

    assertThat(header(message)).allMatch(line -> line.length() <= 78);
    assertThat(header(message)).allMatch(line -> US_ASCII.newEncoder().canEncode(line));
    assertThat(reread(message).getSubject()).isEqualTo(subject);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"O'Hara, \"Ada\"", "林晓雨", "Ünal <x@example.net>", "نور الدين بن عبد الله"})
  void bringsDisplayNamesThrough(String name) throws Exception {
    var address = new io.dromail.mail.Address("ada@example.org", name);
    Mail mail =
        new Mail(
            address,
            List.of(address, address, address),
            null,
            null,
            null,
            "s",
            null,
            "t",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            false);

    MimeMessage message = reread(compose(mail));

    assertThat(header(message)).allMatch(line -> US_ASCII.newEncoder().canEncode(line));
    assertThat(message.getRecipients(RecipientType.TO))
        .hasSize(3)
        .allSatisfy(
            to -> {
              assertThat(to).hasFieldOrPropertyWithValue("address", "ada@example.org");
              assertThat(to).hasFieldOrPropertyWithValue("personal", name);
            });
  }

  @Test
  void foldsLongHeaders() throws Exception {
    String ids = "<" + "a".repeat(30) + "@example.com> ";
    Mail mail =
        mailWith("'text': 'x', 'headers': {'References': '" + ids.repeat(20) + "', 'X-Ä': 'Ü'}");

    assertThat(header(compose(mailWith("'text': 'x', 'headers': {'X-U': 'Größe'}"))))
        .contains("X-U: =?UTF-8?Q?Gr=C3=B6=C3=9Fe?=");
    assertThat(header(compose(mail))).allMatch(line -> line.length() <= 78);
  }

  @Test
  void saysHowToGetOffTheList() throws Exception {
    String list =
        "'text': 'x', 'list_unsubscribe': {'url': 'https://a.example/?u=%s'%s}"
            .formatted("1".repeat(100), ", 'mailto': 'mailto:off@bücher.example?subject=u1'%s");

    assertThat(source(compose(mailWith(list.formatted(", 'one_click': true")))))
        .contains(
            "List-Unsubscribe: <https://a.example/?u="
                + "1".repeat(100)
                + ">,\r\n\t<mailto:off@xn--bcher-kva.example?subject=u1>\r\n",
            "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    assertThat(source(compose(mailWith(list.formatted("")))))
        .contains("List-Unsubscribe: <")
        .doesNotContain("List-Unsubscribe-Post");
  }

  @Test
  void writesHeadersInUtf8OnlyIfAnAddressNeedsIt() throws Exception {
    String fields = "'cc': 'Jürgen <%s@bücher.example>', 'text': 'x'";

    OutgoingMail ascii = compose(mailWith(fields.formatted("ada")));
    assertThat(ascii.needsSmtpUtf8()).isFalse();
    assertThat(source(ascii))
        .contains("Cc: =?UTF-8?Q?J=C3=BCrgen?= <ada@xn--bcher-kva.example>\r\n");

    OutgoingMail utf8 = compose(mailWith(fields.formatted("ünal")));
    assertThat(utf8.needsSmtpUtf8()).isTrue();
    assertThat(source(utf8)).contains("Cc: \"Jürgen\" <ünal@xn--bcher-kva.example>\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {77, 998, 999, 100_000})
  void writesNoBodyLineLongerThanAllowed(int length) throws Exception {
    String line = "x".repeat(length);
    MimeMessage message = compose(mailWith("'text': '" + line + "', 'html': '<p>" + line + "'"));

    assertThat(source(message).lines()).allMatch(written -> written.length() <= 998);
    assertThat(source(message).replace("=\r\n", "")).contains(line);
  }

  @Test
  void writesEightBitTextInSevenBits() throws Exception {
    String text = "您好，Ünal 😀\n. dot\n.\nFrom me\n";
    MimeMessage message = compose(mailWith("'text': '" + text.replace("\n", "\\n") + "'"));

    assertThat(source(message)).matches(all -> US_ASCII.newEncoder().canEncode(all));
    assertThat(reread(message).getContent()).asString().isEqualToNormalizingNewlines(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 56, 57, 58, 114, 10_000})
  void givesAttachmentsTheRoomThatWasReckoned(int size) throws Exception {
    var small = new Attachment("a.bin", new byte[0], null, null, null, null);
    var large = small.withContent(new byte[size]);

    int empty = lengthWithoutBoundaries(compose(HELLO.withAttachments(List.of(small))));
    int full = lengthWithoutBoundaries(compose(HELLO.withAttachments(List.of(large))));

    assertThat((long) full - empty).isLessThanOrEqualTo(large.encodedSize());
  }

  private OutgoingMail compose(Mail mail) throws Exception {
    return composer.compose(sealed(mail), null, null, null);
  }

  static MimeMessage reread(MimeMessage message) throws Exception {
    return new MimeMessage(null, new ByteArrayInputStream(source(message).getBytes(UTF_8)));
  }

  static String source(MimeMessage message) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.writeTo(out);
    return out.toString(UTF_8);
  }

  private static int lengthWithoutBoundaries(MimeMessage message) throws Exception {
    return source(message).replaceAll("=_Part_[0-9_.]+", "").length();
  }

  private static List<String> header(MimeMessage message) throws Exception {
    return Arrays.asList(source(message).split("\r\n\r\n", 2)[0].split("\r\n"));
  }
}

package io.dromail.enrich;

import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.OutgoingMail;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyPartTest {

  private static final String FILE = "{'filename': 'a.pdf', 'content': 'QQ=='}";
  private static final String IMAGE =
      "{'filename': 'logo.png', 'content': 'QQ==', 'content_id': 'logo'}";

  /**
   * A calendar of a method, as a request carries it; "BEGIN:VCALENDAR\nSUMMARY:Planung für März".
   */
  private static final String INVITATION =
      "{'filename': 'invite.ics', 'content_type': 'text/calendar; method=REQUEST', 'content':"
          + " 'QkVHSU46VkNBTEVOREFSClNVTU1BUlk6UGxhbnVuZyBmw7xyIE3DpHJ6'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text                  | plain
          html                  | alternative(plain html)
          html only             | html
          text html             | alternative(plain html)
          text file             | mixed(plain pdf)
          html only file        | mixed(html pdf)
          text html file        | mixed(alternative(plain html) pdf)
          text image            | related(plain png)
          html only image       | related(html png)
          text html image       | related(alternative(plain html) png)
          text html image image | related(alternative(plain html) png png)
          text image file       | mixed(related(plain png) pdf)
          html only image file  | mixed(related(html png) pdf)
          text html image file  | mixed(related(alternative(plain html) png) pdf)
          text file file image  | mixed(related(plain png) pdf pdf)
          text invite           | alternative(plain calendar)
          html invite           | alternative(plain html calendar)
          html only invite      | alternative(html calendar)
          text html invite file | mixed(alternative(plain html calendar) pdf)
          text html image invite | related(alternative(plain html calendar) png)
          file invite text html image | mixed(related(alternative(plain html calendar) png) pdf)
          """)
  void buildsTheStructure(String parts, String structure) throws Exception {
    List<String> fields = new ArrayList<>();
    List<String> attachments = new ArrayList<>();
    for (String part : parts.split(" ")) {
      switch (part) {
        case "text" -> fields.add("'text': 'words'");
        case "html" -> fields.add("'html': '<p>words</p>'");
        case "only" -> fields.add("'text': ''");
        case "invite" -> attachments.add(INVITATION);
        case "file" -> attachments.add(FILE);
        default -> attachments.add(IMAGE);
      }
    }
    fields.add("'attachments': [" + String.join(",", attachments) + "]");

    assertThat(structure(compose(String.join(",", fields)))).isEqualTo(structure);
  }

  @Test
  void namesTheRootOfRelatedParts() throws Exception {
    String image = "'attachments': [" + IMAGE + "]";

    assertThat(compose("'html': '<img>', " + image).getContentType())
        .startsWith("multipart/related;")
        .contains("type=\"multipart/alternative\"");
    assertThat(compose("'text': '', 'html': '<img>', " + image).getContentType())
        .contains("type=\"text/html\"");
  }

  @Test
  void writesAnInvitationForMailProgramsToActOn() throws Exception {
    BodyPart calendar = part(compose("'text': 't', 'attachments': [" + INVITATION + "]"), 1);

    assertThat(calendar.getHeader("Content-Type"))
        .containsExactly("text/calendar; charset=UTF-8; method=REQUEST");
    assertThat(calendar.getHeader("Content-Transfer-Encoding")).containsExactly("base64");
    assertThat(calendar.getDisposition()).isNull();
    assertThat(new String(calendar.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo("BEGIN:VCALENDAR\r\nSUMMARY:Planung für März");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TEXT/Calendar;METHOD=reply;component=vevent   | text/calendar; charset=UTF-8; method=reply; component=vevent
          text/calendar; method=CANCEL; charset=utf-16; name=x | text/calendar; charset=UTF-8; method=CANCEL
          """)
  void keepsMethodAndComponentAsGiven(String given, String sent) throws Exception {
    String invitation = INVITATION.replace("text/calendar; method=REQUEST", given);

    BodyPart calendar = part(compose("'text': 't', 'attachments': [" + invitation + "]"), 1);

    assertThat(calendar.getContentType().replaceAll("\\s+", " ")).isEqualTo(sent);
  }

  @Test
  void sendsACalendarWithoutMethodAsAFile() throws Exception {
    String file = INVITATION.replace("; method=REQUEST", "");
    MimeMessage message = compose("'text': 't', 'attachments': [" + file + "]");

    assertThat(structure(message)).isEqualTo("mixed(plain calendar)");
    assertThat(part(message, 1).getDisposition()).isEqualTo("attachment");
  }

  @Test
  void keepsTwoAttachmentsOfOneName() throws Exception {
    MimeMessage message = compose("'text': 'x', 'attachments': [" + FILE + "," + FILE + "]");

    assertThat(part(message, 1).getFileName()).isEqualTo("a.pdf");
    assertThat(part(message, 2).getFileName()).isEqualTo("a.pdf");
    assertThat(part(message, 2).getInputStream().readAllBytes()).containsExactly('A');
  }

  @Test
  void showsAnImageInlineUnderItsContentId() throws Exception {
    BodyPart image = part(compose("'html': '<img>', 'attachments': [" + IMAGE + "]"), 1);

    assertThat(image.getDisposition()).isEqualTo("inline");
    assertThat(image.getHeader("Content-ID")).containsExactly("<logo>");
    assertThat(image.getHeader("Content-Type"))
        .containsExactly("image/png;\r\n\tname=\"logo.png\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          multipart/mixed       | application/octet-stream
          Multipart/Mixed       | application/octet-stream
          message/rfc822        | application/octet-stream
          MESSAGE/rfc822        | application/octet-stream
          message/partial; id=1 | application/octet-stream
          text/html             | text/html
          text/csv; charset=x   | text/csv
          application/pdf       | application/pdf
          """)
  void sendsNoAttachmentAsAPartOfTheMailItself(String given, String sent) throws Exception {
    MimeMessage message =
        compose(
            "'text': 'x', 'attachments': [{'filename': 'a', 'content': 'QQ==', 'content_type': '%s'}]"
                .formatted(given));

    BodyPart file = part(message, 1);
    assertThat(file.getContentType().split(";")[0]).isEqualTo(sent);
    assertThat(file.getHeader("Content-Transfer-Encoding")).containsExactly("base64");
    assertThat(file.getInputStream().readAllBytes()).containsExactly('A');
  }

  @ParameterizedTest
  @CsvSource({
    "a.pdf,application/pdf",
    "a.txt,text/plain",
    "a,application/octet-stream",
    "a.eml,application/octet-stream",
    "合同.png,image/png"
  })
  void guessesTheTypeFromTheName(String name, String type) throws Exception {
    MimeMessage message =
        compose("'text': 'x', 'attachments': [{'filename': '" + name + "', 'content': ''}]");

    assertThat(part(message, 1).getContentType()).startsWith(type);
  }

  @Test
  void sendsWhatARouteHasMadeOfTheParts() throws Exception {
    OutgoingMail mail =
        new MailComposer()
            .compose(sealed(mailWith("'text': 'words', 'html': '<p>words</p>'")), null, null, null);
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    MimeBodyPart more = new MimeBodyPart();
    more.setText("BEGIN:VCARD", "UTF-8", "vcard");
    parts.addBodyPart(more);
    ((MimeBodyPart) parts.getBodyPart(0)).setText("others, für dich", "UTF-8");
    parts.setPreamble("for old programs");
    mail.saveChanges();

    MimeMessage sent = MailComposerTest.reread(mail);

    assertThat(structure(sent)).isEqualTo("alternative(plain html vcard)");
    assertThat(part(sent, 0).getContent()).isEqualTo("others, für dich");
    assertThat(part(sent, 1).getContent()).isEqualTo("<p>words</p>");
    assertThat(((MimeMultipart) sent.getContent()).getPreamble().strip())
        .isEqualTo("for old programs");
  }

  private static MimeMessage compose(String fields) throws Exception {
    return MailComposerTest.reread(
        new MailComposer().compose(sealed(mailWith(fields)), null, null, null));
  }

  private static BodyPart part(MimeMessage message, int index) throws Exception {
    return ((Multipart) message.getContent()).getBodyPart(index);
  }

  private static String structure(Part part) throws Exception {
    String type = part.getContentType().split(";")[0].split("/")[1];
    if (!(part.getContent() instanceof Multipart multipart)) {
      return type;
    }
    List<String> inner = new ArrayList<>();
    for (int i = 0; i < multipart.getCount(); i++) {
      inner.add(structure(multipart.getBodyPart(i)));
    }
    return type + "(" + String.join(" ", inner) + ")";
  }
}

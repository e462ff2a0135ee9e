package io.dromail.enrich;

import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Mail;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailWarningsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'subject': 's', 'text': 't'",
        "'subject': 's', 'html': '<p>h</p>'",
        "'subject': 's', 'text': 't', 'stream': 'bulk', 'headers': {'list-unsubscribe': '<https://a.example>'}",
        "'subject': 's', 'html': '<img src=cid:a alt=a>', 'attachments': [{'filename': 'a.png', 'content': 'QQ==', 'content_id': 'a'}]",
        "'subject': 's', 'text': 't', 'attachments': [{'filename': 'exe', 'content': 'QQ=='}, {'filename': 'a.exe.pdf', 'content': 'QQ=='}]"
      })
  void hasNothingToSayAboutAGoodMail(String fields) throws Exception {
    assertThat(warnings(mailWith(fields))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'subject': '', 'text': 't'                                   | The subject is empty.
          'subject': ' ', 'text': 't'                                  | The subject is empty.
          'subject': 's', 'text': ''                                   | The mail is empty.
          'subject': 's', 'html': '<p>h</p>', 'text': ''               | There is no text part
          'subject': 's', 'html': '<img src=x>'                        | There is no text part
          'subject': 's', 'text': 't', 'stream': 'bulk'                | Bulk mail without List-Unsubscribe
          'subject': 's', 'html': '<p>h</p><img src="cid:a">'          | The HTML shows cid:a, and no attachment
          'subject': 's', 'text': 't', 'attachments': [{'filename': 'Setup.EXE', 'content': 'QQ=='}] | Setup.EXE: Gmail and other providers refuse
          """)
  void warnsOfWhatWillGoWrong(String fields, String warning) throws Exception {
    assertThat(warnings(mailWith(fields.replace("\"", "\\\""))))
        .singleElement()
        .asString()
        .startsWith(warning);
  }

  @Test
  void countsWhatClientsCutOff() throws Exception {
    String html = "ä".repeat(52_224);
    assertThat(warnings(mailWith("'subject': 's', 'html': '" + html + "'"))).isEmpty();
    assertThat(warnings(mailWith("'subject': 's', 'html': '" + html + "a'")))
        .containsExactly(
            "The HTML has 103 kB; Gmail cuts a mail off at 102 kB, and hides what follows.");
    assertThat(warnings(mailWith("'subject': '" + "字".repeat(120) + "', 'text': 't'"))).isEmpty();
    assertThat(warnings(mailWith("'subject': '" + "字".repeat(121) + "', 'text': 't'")))
        .containsExactly("The subject has 121 characters; a list of mails shows 60 or so.");
  }

  private static List<String> warnings(Mail mail) throws Exception {
    return MailWarnings.of(
        mail,
        MailContent.of(mail, null, null, null),
        new MailComposer().compose(sealed(mail), null, null, null));
  }
}

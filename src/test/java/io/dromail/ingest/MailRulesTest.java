package io.dromail.ingest;

import static io.dromail.testing.Samples.mail;
import static io.dromail.testing.Samples.mailWith;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.Mail;
import io.dromail.mail.Refused;
import io.dromail.mail.Refused.Detail;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailRulesTest {

  private static final String TEXT = ", 'subject': 's', 'text': 't'";
  private static final String LONG_LABEL = "x".repeat(63);

  private final MailRules rules =
      new MailRules(
          new ApiKeys(""),
          new AttachmentFiles(""),
          () -> Set.of("transactional", "bulk"),
          20_000_000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@example.org",
        "a@b.example",
        "ada+tag@sub.example.org",
        "ada.lovelace@example.co.uk",
        "o\\u0027hara@example.org",
        "a_b-c=d/e@example.org",
        "1@example.org",
        "ada@xn--bcher-kva.example",
        "ada@bücher.example",
        "ada@例え.example",
        "ada@straße.example",
        "ada@موقع.example",
        "ünal@example.org",
        "用户@例え.example",
        "محمد@موقع.example",
        "Ada <ada@example.org>"
      })
  void takesAnAddressThatMailCanBeSentTo(String address) {
    Mail mail = mail("{'from': 'a@example.com', 'to': '" + address + "'" + TEXT + "}");

    assertThatCode(() -> rules.apply(mail, "default", "")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@@example.org",
        "ada@example..org",
        ".ada@example.org",
        "ada.@example.org",
        "ada@-example.org",
        "ada@example.org.",
        "ada @example.org",
        "ada@exam ple.org",
        "ada\\t@example.org",
        "ada(comment)@example.org",
        "ada@[192.0.2.1]",
        "<ada@example.org",
        "ada@example.org, b@example.org",
        "A <a@example.org>, B <b@example.org>",
        "A <a@example.org>; B <b@example.org>",
        "@a.example,@b.example:ada@example.org",
        "ü..nal@example.org",
        "ü nal@example.org",
        "ü\\u00a0nal@example.org",
        "ü\\u200bnal@example.org",
        "ü\\ud800@example.org",
        "ada@-ü.example",
        "ada@ü..example",
        "ada@exa_mpleü.example",
        "ada@ex\\u200dample.example",
        "用用用用用用用用用用用用用用用用用用用用用用@example.org",
        "ada@example.org\\u007f",
        "ada\\u202e@example.org"
      })
  void refusesAnAddressThatMailCannotBeSentTo(String address) {
    Refused refused =
        refused(mail("{'from': 'a@example.com', 'to': '" + address + "'" + TEXT + "}"));

    assertThat(refused.name()).isEqualTo("invalid_recipient");
    assertThat(refused.details()).extracting(Detail::field).containsExactly("to[0]");
  }

  @Test
  void refusesWhatIsLongerThanSmtpAllows() {
    String domain = LONG_LABEL + "." + LONG_LABEL + "." + "x".repeat(62);

    for (String address :
        new String[] {"a".repeat(65) + "@example.org", "a".repeat(64) + "@" + domain + ".xx"}) {
      assertThat(refused(mail("{'from': 'a@example.com', 'to': '" + address + "'" + TEXT + "}")))
          .hasMessageContaining("is not an address");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "from,invalid_from_address,from",
    "to,invalid_recipient,to[0]",
    "cc,invalid_recipient,cc[0]",
    "bcc,invalid_recipient,bcc[0]",
    "reply_to,invalid_recipient,reply_to[0]"
  })
  void namesTheFieldOfABadAddress(String key, String name, String field) {
    String others = key.equals("from") || key.equals("to") ? "" : "'to': 'b@example.org', ";
    String from = key.equals("from") ? "'to': 'b@example.org', " : "'from': 'a@example.com', ";

    Refused refused = refused(mail("{" + from + others + "'" + key + "': 'ada@'" + TEXT + "}"));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.name()).isEqualTo(name);
    assertThat(refused.details()).extracting(Detail::field).containsExactly(field);
  }

  @ParameterizedTest
  @CsvSource({"48,1,1,true", "50,0,0,true", "0,0,50,true", "49,1,1,false", "17,17,17,false"})
  void allowsFiftyRecipientsTogether(int to, int cc, int bcc, boolean allowed) {
    Mail mail =
        mail(
            "{'from': 'a@example.com', 'to': [%s], 'cc': [%s], 'bcc': [%s]%s}"
                .formatted(addresses(to), addresses(cc), addresses(bcc), TEXT));

    Refused refused = refused(mail);

    assertThat(refused == null).isEqualTo(allowed);
    assertThat(allowed || refused.getMessage().contains("51 addresses together")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'subject': 's'                                                 | missing_required_field | html
          'text': 't'                                                    | missing_required_field | subject
          'html': ''                                                     | missing_required_field | subject
          'subject': 's', 'template': {'id': 'a'}, 'html': 'h'           | invalid_parameter      | template
          'subject': 's', 'template': {'id': 'a'}, 'text': ''            | invalid_parameter      | template
          'subject': 's', 'text': 'a\\u0000b'                            | invalid_parameter      | text
          'subject': 's', 'html': 'a\\u0000b'                            | invalid_parameter      | html
          'subject': 's', 'text': 't', 'stream': 'nowhere'               | invalid_parameter      | stream
          'subject': 's', 'text': 't', 'attachments': [{'filename': 'a', 'content': '', 'content_type': 'pdf'}] | invalid_attachment | attachments[0].content_type
          'subject': 's', 'text': 't', 'attachments': [{'filename': 'a', 'path': 'a.pdf'}] | invalid_attachment | attachments[0].path
          """)
  void refusesWhatNoMailCanBeMadeOf(String fields, String name, String field) {
    Refused refused = refused(mailWith(fields));

    assertThat(refused.name()).isEqualTo(name);
    assertThat(refused.details()).extracting(Detail::field).containsExactly(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From",
        "TO",
        "cc",
        "Bcc",
        "Sender",
        "Date",
        "subject",
        "Reply-To",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "content-foo",
        "DKIM-Signature",
        "Return-Path",
        "Received",
        "Resent-To",
        "Dromail-Cause"
      })
  void refusesHeadersThatAreNotTheSendersToSet(String header) {
    Refused refused = refused(mailWith("'headers': {'" + header + "': 'x'}" + TEXT));

    assertThat(refused.name()).isEqualTo("invalid_header");
    assertThat(refused.details()).extracting(Detail::field).containsExactly("headers." + header);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Order", "List-Unsubscribe", "References", "In-Reply-To", "Precedence"})
  void takesOtherHeaders(String header) {
    assertThat(refused(mailWith("'headers': {'" + header + "': 'x'}" + TEXT))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'url': 'http://a.example'                              | url
          'url': 'mailto:a@b.example'                            | url
          'url': 'https:a.example'                               | url
          'url': 'https://'                                      | url
          'url': '//a.example'                                   | url
          'url': 'https://a.example/ü'                           | url
          'url': 'https://a.example/ b'                          | url
          'url': 'https://a.example/>, <https://b.example'       | url
          'url': 'https://a.example/\\r\\nBcc: x@y.example'      | url
          'url': 'https://user:secret@a.example'                 | url
          'url': 'https://a.example', 'mailto': 'a'              | mailto
          'url': 'https://a.example', 'mailto': ''               | mailto
          'url': 'https://a.example', 'mailto': 'http://a'       | mailto
          'url': 'https://a.example', 'mailto': 'ü@b.example'    | mailto
          'url': 'https://a.example', 'mailto': 'a@b.example,c@d.example' | mailto
          'url': 'https://a.example', 'mailto': 'a@b.example?subject=a b' | mailto
          'url': 'https://a.example', 'mailto': 'a@b.example?subject=ü'   | mailto
          'url': 'https://a.example', 'mailto': 'a@b.example?subject=a%0d%0aBcc: x' | mailto
          'url': 'https://a.example', 'mailto': 'a@b.example?subject=a%0DB' | mailto
          'url': 'https://a.example', 'mailto': 'a@b.example>, <c@d.example' | mailto
          """)
  void refusesWaysOffAListThatNoHeaderCanHave(String list, String field) {
    Refused refused = refused(mailWith("'list_unsubscribe': {" + list + "}" + TEXT));

    assertThat(refused.name()).isEqualTo("invalid_parameter");
    assertThat(refused.details())
        .extracting(Detail::field)
        .containsExactly("list_unsubscribe." + field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'url': 'https://a.example'",
        "'url': 'HTTPS://a.example:8443/b?c=%C3%BC&d=1,2'",
        "'url': 'https://a.example', 'mailto': 'a@b.example', 'one_click': true",
        "'url': 'https://a.example', 'mailto': 'mailto:a+b@b.example?subject=off%20it'",
        "'url': 'https://a.example', 'mailto': 'a@bücher.example'"
      })
  void takesOtherWaysOffAList(String list) {
    assertThat(refused(mailWith("'list_unsubscribe': {" + list + "}" + TEXT))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"List-Unsubscribe", "list-unsubscribe-post"})
  void refusesASecondWayOffTheList(String header) {
    Refused refused =
        refused(
            mailWith(
                "'list_unsubscribe': {'url': 'https://a.example'}, 'headers': {'%s': 'x'}%s"
                    .formatted(header, TEXT)));

    assertThat(refused.name()).isEqualTo("invalid_header");
    assertThat(refused.details()).extracting(Detail::field).containsExactly("headers." + header);
  }

  @ParameterizedTest
  @CsvSource({
    "de,true",
    "zh-CN,true",
    "zh-Hans-CN,true",
    "DE-at,true",
    "sr-Latn-RS-u-nu-latn,true",
    "zh_CN,false",
    "d,false",
    "de-,false",
    "german language,false",
    "../de,false"
  })
  void takesLanguageTagsOnly(String locale, boolean taken) {
    Refused refused = refused(mailWith("'locale': '" + locale + "'" + TEXT));

    assertThat(refused == null).isEqualTo(taken);
    assertThat(taken || refused.details().get(0).field().equals("locale")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          BEGIN:VCALENDAR\\r\\nMETHOD:REQUEST\\r\\nEND:VCALENDAR\\r\\n | method=REQUEST   | -
          BEGIN:VCALENDAR\\nMETHOD:REQUEST\\nEND:VCALENDAR\\n         | method=request   | -
          BEGIN:VCALENDAR\\r\\nMETHOD:CANCEL\\r\\nEND:VCALENDAR\\r\\n  | method=REQUEST   | METHOD:REQUEST
          BEGIN:VCALENDAR\\r\\nEND:VCALENDAR\\r\\n                     | method=REQUEST   | METHOD:REQUEST
          Tuesday at ten                                               | method=REQUEST   | BEGIN:VCALENDAR
          Tuesday at ten                                               | charset=UTF-8    | -
          """)
  void judgesInvitations(String calendar, String parameter, String reason) {
    String content =
        Base64.getEncoder()
            .encodeToString(calendar.replace("\\r", "\r").replace("\\n", "\n").getBytes(UTF_8));
    String file =
        "{'filename': 'i.ics', 'content_type': 'text/calendar; %s', 'content': '%s'}"
            .formatted(parameter, content);

    Refused refused = refused(mailWith("'attachments': [" + file + "]" + TEXT));

    assertThat(refused == null).isEqualTo(reason == null);
    if (reason != null) {
      assertThat(refused.name()).isEqualTo("invalid_attachment");
      assertThat(refused).hasMessageContaining(reason);
    } else if (parameter.startsWith("method")) {
      assertThat(refused(mailWith("'attachments': [" + file + "," + file + "]" + TEXT)))
          .hasMessageStartingWith("attachments[1].content: is a second invitation");
    }
  }

  @Test
  void refusesInvitationsThatAreNotInUtf8() {
    String content =
        Base64.getEncoder()
            .encodeToString("BEGIN:VCALENDAR\nMETHOD:REQUEST\nX:ü".getBytes(ISO_8859_1));

    assertThat(
            refused(
                mailWith(
                    "'attachments': [{'filename': 'i', 'content_type': 'text/calendar;method=REQUEST',"
                        + " 'content': '"
                        + content
                        + "'}]"
                        + TEXT)))
        .hasMessageContaining("UTF-8");
  }

  @Test
  void measuresTextsInBytes() {
    assertThat(refused(mailWith("'subject': 's', 'text': '" + "x".repeat(5_000_000) + "'")))
        .isNull();
    for (String text : new String[] {"x".repeat(5_000_001), "合".repeat(1_666_667)}) {
      Refused refused = refused(mailWith("'subject': 's', 'html': '" + text + "'"));
      assertThat(refused.status()).isEqualTo(413);
      assertThat(refused.name()).isEqualTo("message_too_large");
    }
  }

  @Test
  void measuresAttachmentsAsTheyAreSent() {
    String file = "{'filename': 'a', 'content': '" + "AAAA".repeat(2_400_000) + "'}";

    assertThat(refused(mailWith("'attachments': [%s, %s]%s".formatted(file, file, TEXT)))).isNull();
    Refused refused =
        refused(mailWith("'attachments': [%s, %s, %s]%s".formatted(file, file, file, TEXT)));
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused).hasMessage("The mail is larger than 20 MB.");
  }

  @Test
  void namesTheMailOfABatch() {
    Mail mail = mailWith("'cc': ['b@example.org', 'c@']" + TEXT);

    Refused refused =
        catchThrowableOfType(Refused.class, () -> rules.apply(mail, "default", "[3]."));

    assertThat(refused).hasMessageStartingWith("[3].cc[1]: ");
  }

  private Refused refused(Mail mail) {
    return catchThrowableOfType(Refused.class, () -> rules.apply(mail, "default", ""));
  }

  private static String addresses(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'a" + i + "@example.org'")
        .collect(Collectors.joining(","));
  }
}

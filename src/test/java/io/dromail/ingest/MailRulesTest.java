package io.dromail.ingest;

import static io.dromail.testing.Samples.mail;
import static io.dromail.testing.Samples.mailWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.Mail;
import io.dromail.mail.Refused;
import io.dromail.mail.Refused.Detail;
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
        "ünal@example.org",
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

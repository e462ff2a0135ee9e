package io.dromail.mail;

import static io.dromail.testing.Samples.json;
import static io.dromail.testing.Samples.mail;
import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'subject': 's', 'html': '<p>Größe</p>'",
        "'subject': '您好', 'text': ''",
        "'subject': '', 'text': 't'",
        "'subject': 's', 'html': '', 'text': 't'",
        "'cc': 'C <c@example.org>', 'bcc': ['d@bücher.example'], 'reply_to': 'r@example.com'",
        "'template': {'id': 'a', 'variables': {'z': null, 'a': [1, 2.5, true, ''], 'm': {}}}",
        "'template': {'id': 'a'}, 'stream': 'bulk'",
        "'headers': {'X-B': '1', 'X-A': ''}, 'metadata': {'k': ''}",
        "'tags': [{'name': 'n', 'value': 'v'}]"
      })
  void bringsAnEnvelopeOverTheBrokerAsItIs(String fields) throws Exception {
    Envelope envelope = sealed(mailWith(fields));

    byte[] written = MailJson.mapper().writeValueAsBytes(envelope);
    Envelope read = MailJson.mapper().readValue(written, Envelope.class);

    assertThat(read).isEqualTo(envelope);
    assertThat(MailJson.mapper().writeValueAsBytes(read)).isEqualTo(written);
  }

  @Test
  void bringsAttachmentsOverTheBroker() throws Exception {
    Attachment file =
        new Attachment("合同.pdf", new byte[] {0, -1, 10}, null, "application/pdf", "cid", null);
    Envelope envelope = sealed(mailWith("'text': 't'").withAttachments(List.of(file)));

    byte[] written = MailJson.mapper().writeValueAsBytes(envelope);

    assertThat(MailJson.mapper().readValue(written, Envelope.class).mail().attachments())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(file);
  }

  @ParameterizedTest
  @CsvSource(
      value = {"'text': null|", "'tags': []|", "'text': ''|''"},
      delimiter = '|',
      quoteCharacter = '`')
  void tellsNoTextFromAnEmptyOne(String fields, String expected) throws Exception {
    Mail mail = mailWith(fields);

    Mail read = MailJson.mapper().readValue(MailJson.mapper().writeValueAsBytes(mail), Mail.class);

    assertThat(read.text()).isEqualTo(expected == null ? null : "");
  }

  @Test
  void isWrittenAsOthersReadIt() {
    JsonNode written =
        MailJson.mapper().valueToTree(sealed(mailWith("'reply_to': 'r@example.com', 'text': ''")));

    assertThat(written)
        .isEqualTo(
            json(
                """
                {'id': '01920f5c-7d3a-7b1e-9c55-3f1f6f0a2b11',
                 'message_id': '<01920f5c-7d3a-7b1e-9c55-3f1f6f0a2b11@example.com>',
                 'tenant': 'default', 'lane': 'transactional',
                 'trace_id': '01920f5c7d3a7b1e9c553f1f6f0a2b11', 'attempt': 1,
                 'accepted_at': '2026-11-23T09:30:00.125Z',
                 'mail': {'from': {'email': 'shop@example.com'}, 'to': [{'email': 'ada@example.org'}],
                   'reply_to': [{'email': 'r@example.com'}], 'text': '', 'stream': 'transactional'}}
                """));
  }

  @Test
  void fillsInWhatARequestLeavesOut() {
    Mail mail = mail("{'from': 'a@example.com'}");

    assertThat(mail.to()).isEmpty();
    assertThat(mail.headers()).isEqualTo(Map.of());
    assertThat(mail.stream()).isEqualTo(Mail.DEFAULT_STREAM);
    assertThat(mailWith("'cc': 'c@example.org', 'bcc': 'd@example.org'").recipients())
        .extracting(Address::email)
        .containsExactly("ada@example.org", "c@example.org", "d@example.org");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,78", "57,78", "58,156", "5700,7800", "20000000,27368484"})
  void reckonsTheSizeOfAnAttachmentInTheMail(int size, long encoded) {
    assertThat(new Attachment("a", new byte[size], null, null, null, null).encodedSize())
        .isEqualTo(encoded);
    assertThat(new Attachment("a", null, "p", null, null, null).encodedSize()).isZero();
  }
}

package io.dromail.ingest;

import static io.dromail.testing.Samples.json;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.Address;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import io.dromail.mail.Refused.Detail;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailReaderTest {

  private static final String MAIL =
      "{'from': 'a@example.com', 'to': 'b@example.org', 'subject': 's', 'text': 't'}";
  private static final String NUL =
      "{'from': 'a@example.com', 'to': 'b@example.org', 'template': {'id': 'a', 'variables': "
          + "{'a': [{'b': 'x\\u0000'}]}}}";

  private final MailReader reader =
      new MailReader(
          new MailRules(
              new ApiKeys(""), new AttachmentFiles(""), () -> Set.of("transactional"), 25_000_000));

  @Test
  void readsAMail() throws Exception {
    Mail mail = reader.read(bytes(MAIL), "default");

    assertThat(mail.from()).isEqualTo(new Address("a@example.com", null));
    assertThat(mail.to()).containsExactly(new Address("b@example.org", null));
    assertThat(mail.stream()).isEqualTo("transactional");
  }

  @Test
  void readsABatch() throws Exception {
    assertThat(reader.readBatch(bytes("[" + MAIL + "," + MAIL + "]"), "default")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 15_100_000, 18_000_000})
  void readsAttachmentsUpToTheLargestMail(int size) throws Exception {
    String content = java.util.Base64.getEncoder().encodeToString(new byte[size]);
    String attachments = ", 'attachments': [{'filename': 'a', 'content': '" + content + "'}]}";

    Mail mail = reader.read(bytes(MAIL.replace("}", attachments)), "default");

    assertThat(mail.attachments().get(0).content()).hasSize(size);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``             | The body is empty.
          ` `            | The body is empty.
          {"from": "a",  | The body is not JSON: line 1, column
          {"a": 1} {}    | The body is not JSON: line 1, column
          {'a': 1}       | The body is not JSON: line 1, column 2
          {"a": NaN}     | The body is not JSON: line 1, column
          nonsense       | The body is not JSON: line 1, column
          """)
  void refusesWhatIsNotJson(String body, String words) {
    Refused refused = refused(body.getBytes(UTF_8));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.name()).isEqualTo("invalid_json");
    assertThat(refused).hasMessageStartingWith(words);
  }

  @Test
  void refusesNoBodyAtAll() {
    assertThat(refused(null)).hasMessage("The body is empty.");
  }

  @Test
  void refusesJsonThatIsDeeperThanAnyMail() {
    assertThat(refused(("[".repeat(100_000)).getBytes(UTF_8)).name()).isEqualTo("invalid_json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'from': 'a@example.com'}                                     | missing_required_field | to is required.
          {'from': 3, 'to': 'b@example.org'}                            | invalid_from_address   | from must be an address
          {'from': 'a@example.com', 'to': 3}                            | invalid_recipient      | to must be an address
          {'from': 'a@example.com', 'to': 'b@c', 'reply_to': 3}         | invalid_recipient      | reply_to must be an address
          {'from': 'a@example.com', 'to': 'b@c', 'headers': {'A B':''}} | invalid_header         | headers.A B is not a name
          {'from': 'a@example.com', 'to': 'b@c', 'attachments': [{'filename': 'a'}]} | invalid_attachment | attachments[0] must have
          {'from': 'a@example.com', 'to': 'b@c', 'text': 3}             | invalid_parameter      | text integer found
          []                                                            | invalid_parameter      | The body array found
          """)
  void namesTheErrorAsTheContractHasIt(String body, String name, String words) {
    Refused refused = refused(bytes(body));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.name()).isEqualTo(name);
    assertThat(refused).hasMessageStartingWith(words);
  }

  @Test
  void namesTheMailOfABatch() {
    Refused refused =
        catchThrowableOfType(
            Refused.class,
            () -> reader.readBatch(bytes("[" + MAIL + "," + MAIL.replace("b@", "b ") + "]"), "t"));

    assertThat(refused.name()).isEqualTo("invalid_recipient");
    assertThat(refused.details()).extracting(Detail::field).containsExactly("[1].to[0]");
  }

  @Test
  void refusesWhatIsNotBase64() {
    Refused refused =
        refused(bytes(MAIL.replace("}", ", 'attachments': [{'filename': 'a', 'content': '*'}]}")));

    assertThat(refused.name()).isEqualTo("invalid_attachment");
    assertThat(refused.details())
        .isEqualTo(List.of(new Detail("attachments[0].content", "is not valid base64")));
  }

  @Test
  void refusesNulWhereverItIs() {
    Detail where = new Detail("template.variables.a[0].b", "contains NUL");

    assertThat(refused(bytes(NUL)).details()).containsExactly(where);
    assertThat(refused(new String(bytes(NUL), UTF_8).getBytes(UTF_16BE)).details())
        .containsExactly(where);
  }

  @Test
  void refusesNulInAJobFileToo() {
    Refused refused =
        catchThrowableOfType(Refused.class, () -> reader.readToSend(json(NUL), "inbox"));

    assertThat(refused.details())
        .containsExactly(new Detail("template.variables.a[0].b", "contains NUL"));
  }

  @Test
  void takesTheEscapeOfABackslashForNoNul() throws Exception {
    assertThat(reader.read(bytes(MAIL.replace("'t'", "'\\\\u0000'")), "t").text())
        .isEqualTo("\\u0000");
  }

  @Test
  void takesADryRunOnlyWhereNothingHasToBeSent() throws Exception {
    byte[] dryRun = bytes(MAIL.replace("}", ", 'dry_run': true}"));

    assertThat(reader.read(dryRun, "default").dryRun()).isTrue();
    assertThat(
            catchThrowableOfType(
                    Refused.class,
                    () -> reader.readToSend(MailJson.mapper().readTree(dryRun), "default"))
                .details())
        .extracting(Refused.Detail::field)
        .containsExactly("dry_run");
  }

  private Refused refused(byte[] body) {
    return catchThrowableOfType(Refused.class, () -> reader.read(body, "default"));
  }

  private static byte[] bytes(String body) {
    return body.replace('\'', '"').getBytes(UTF_8);
  }
}

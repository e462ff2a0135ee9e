package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.MailTree;
import io.dromail.testing.MailTree.Leaf;
import io.dromail.testing.ReceivedMail;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attachments, as they arrive and as they are refused. */
class AttachmentsTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    private static final String SHA_OF_ABC =
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir static Path folder;

    @Override
    Map<String, String> settings() {
      return Map.of("dromail.attachments.directory", folder.resolve("root").toString());
    }

    @Test
    void sendsAttachmentByteForByte() {
      byte[] content = new byte[100_000];
      new Random(1).nextBytes(content);
      MailTree mail =
          deliver(
              "{'filename': 'a.pdf', 'content_type': 'application/pdf', 'content': '%s'}"
                  .formatted(Base64.getEncoder().encodeToString(content)));

      assertThat(mail.shape()).isEqualTo("mixed(text/plain, application/pdf)");
      Leaf leaf = mail.leaves().get(1);
      assertThat(leaf.filename()).isEqualTo("a.pdf");
      assertThat(leaf.disposition()).isEqualTo("attachment");
      assertThat(leaf.bytes()).isEqualTo(content);
    }

    @Test
    void attachesFileBelowTheAllowedRoot() throws IOException {
      Files.createDirectories(folder.resolve("root/invoices"));
      Files.writeString(folder.resolve("root/invoices/1.txt"), "paid");

      Leaf leaf = deliver("{'filename': 'invoice.txt', 'path': 'invoices/1.txt'}").leaves().get(1);
      assertThat(leaf.text()).isEqualTo("paid");
      assertThat(leaf.type()).isEqualTo("text/plain");
    }

    @Test
    void refusesFilesOutsideTheAllowedRoot() throws IOException {
      Files.createDirectories(folder.resolve("root"));
      Files.writeString(folder.resolve("secret.txt"), "secret");
      if (!Files.exists(folder.resolve("root/link.txt"))) {
        Files.createSymbolicLink(folder.resolve("root/link.txt"), folder.resolve("secret.txt"));
      }

      for (String path : List.of("../secret.txt", "/etc/hostname", "link.txt", "none.txt", ".")) {
        HttpAnswer answer = refused("{'filename': 'x', 'path': '" + path + "'}");
        assertThat(answer.fields()).as(path).containsExactly("attachments[0].path");
        assertThat(answer.body()).as(path).doesNotContain(folder.toString());
      }
    }

    @Test
    void showsInlineImageByItsContentId() {
      ReceivedMail mail =
          house.deliver(
              mail(
                  """
                  'text': null, 'html': '<img src="cid:logo">', 'attachments': [
                    {'filename': 'logo.png', 'content': 'iVBORw0KGgo=', 'content_id': 'logo'},
                    {'filename': 'a.txt', 'content': 'YWJj'}]
                  """));

      MailTree tree = MailTree.of(mail);
      assertThat(tree.shape())
          .isEqualTo("mixed(related(alternative(text/plain, text/html), image/png), text/plain)");
      assertThat(tree.leaves().get(2).contentId()).isEqualTo("<logo>");
      assertThat(tree.leaves().get(2).disposition()).isEqualTo("inline");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "年度报告（最终版）.pdf",
          "فاتورة مارس.pdf",
          "Pièce jointe.pdf",
          "a\"b;c=d.pdf",
          "📎 clip.txt"
        })
    void keepsNamesInAnyScript(String name) throws Exception {
      Leaf leaf = deliver(attachment(name)).leaves().get(1);

      assertThat(leaf.filename()).isEqualTo(name);
      String[] type = leaf.part().getHeader("Content-Type");
      assertThat(MimeUtility.decodeText(new ContentType(type[0]).getParameter("name")))
          .isEqualTo(name);
    }

    @Test
    void keepsLongestNameInAnyScript() {
      String name = "报".repeat(251) + ".pdf";

      assertThat(deliver(attachment(name)).leaves().get(1).filename()).isEqualTo(name);
    }

    @Test
    void composesDecomposedNames() {
      assertThat(deliver(attachment("Pie\u0300ce e\u0301mise.pdf")).leaves().get(1).filename())
          .isEqualTo("Pièce émise.pdf");
    }

    @Test
    void keepsBothOfTwoWithOneName() {
      MailTree mail =
          deliver(
              "{'filename': 'report.pdf', 'content': 'YWJj'}, {'filename': 'report.pdf', 'content':"
                  + " 'ZGVm'}");

      assertThat(mail.leaves().subList(1, 3)).extracting(Leaf::filename).containsOnly("report.pdf");
      assertThat(mail.leaves().subList(1, 3)).extracting(Leaf::text).containsExactly("abc", "def");
    }

    @Test
    void holdsContentAgainstItsDigest() {
      String attachment = "{'filename': 'a', 'content': 'YWJj', 'sha256': '%s'}";

      assertThat(deliver(attachment.formatted(SHA_OF_ABC)).leaves().get(1).text()).isEqualTo("abc");
      assertThat(deliver(attachment.formatted(SHA_OF_ABC.toUpperCase())).leaves()).hasSize(2);
      assertThat(refused(attachment.formatted(SHA_OF_ABC.replace('b', 'c'))).fields())
          .containsExactly("attachments[0].sha256");
    }

    @Test
    void takesTwentyAndRefusesTwentyOne() {
      String twenty = (attachment("x") + ",").repeat(19) + attachment("x");

      assertThat(deliver(twenty).leaves()).hasSize(21);
      assertThat(refused(twenty + "," + attachment("x")).fields()).containsExactly("attachments");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{'filename': 'a', 'content': 'not base64!'}",
          "{'filename': 'a', 'content': 'YWJj', 'path': 'a.txt'}",
          "{'filename': 'a'}",
          "{'content': 'YWJj'}",
          "{'filename': '', 'content': 'YWJj'}",
          "{'filename': 'a', 'content': 'YWJj', 'content_type': 'nonsense'}",
          "{'filename': 'a', 'content': 'YWJj', 'sha256': 'abc'}"
        })
    void refusesWhatIsNoAttachment(String attachment) {
      refused(attachment);
    }

    private static String attachment(String name) {
      return "{'filename': '%s', 'content': 'YWJj'}".formatted(name.replace("\"", "\\\""));
    }

    private MailTree deliver(String attachments) {
      return MailTree.of(house.deliver(mail("'attachments': [" + attachments + "]")));
    }

    private HttpAnswer refused(String attachments) {
      HttpAnswer answer = house.gateway().post(mail("'attachments': [" + attachments + "]"));
      assertThat(answer.status()).as(attachments).isEqualTo(422);
      assertThat(answer.text("name"))
          .as(attachments)
          .isIn("invalid_attachment", "missing_required_field");
      return answer;
    }
  }
}

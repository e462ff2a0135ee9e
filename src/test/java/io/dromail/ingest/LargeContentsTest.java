package io.dromail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.Attachment;
import io.dromail.mail.Mail;
import io.dromail.mail.Refused;
import io.dromail.mail.Spool;
import io.dromail.mail.SpooledContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large contents of attachments go into the spool, and nothing else changes. */
class LargeContentsTest {

  private static final byte[] LARGE = random(400_000);
  private static final String BASE64 = Base64.getEncoder().encodeToString(LARGE);

  /** Valid base64, too. */
  private static final String LONG = "text".repeat(100_000);

  @TempDir private Path root;
  private final MemorySpool spool = new MemorySpool();

  @Test
  void goIntoTheSpoolFromARequest() throws Exception {
    Mail mail = read(attachment(BASE64, ""));

    assertThat(mail.attachments()).hasSize(1);
    Attachment attachment = mail.attachments().get(0);
    assertThat(attachment.content()).isNull();
    assertThat(attachment.spooled()).isEqualTo(named(LARGE));
    assertThat(attachment.filename()).isEqualTo("a.pdf");
    assertThat(mail.subject()).isEqualTo("after it");
    assertThat(spool.kept.get(named(LARGE))).isEqualTo(LARGE);
  }

  @Test
  void goIntoTheSpoolHoweverTheirBase64IsWritten() throws Exception {
    String escaped = BASE64.replace("/", "\\/").replace("+", "\\u002B");

    assertThat(read(attachment(escaped, "")).attachments().get(0).spooled())
        .isEqualTo(named(LARGE));
  }

  @Test
  void goIntoTheSpoolFromABatch() throws Exception {
    String mail = attachment(BASE64, "");
    List<Mail> mails =
        reader().readBatch(("[" + mail + "," + mail + "]").getBytes(StandardCharsets.UTF_8), "t");

    assertThat(mails)
        .extracting(one -> one.attachments().get(0).spooled())
        .containsExactly(named(LARGE), named(LARGE));
  }

  @Test
  void goIntoTheSpoolFromAJobFileAndABadOneHarmsNoOther() throws Exception {
    String good = attachment(BASE64, "");
    // A length that base64 never has: its end is found nevertheless.
    String bad = attachment(BASE64.substring(0, 500_001), "");
    Path file = root.resolve("job.json");
    Files.writeString(file, "{\"emails\": [" + bad + "," + good + "]}");
    JobFile job = new JobFile(file, root.resolve(".progress"), 10, spool);

    Refused refused =
        catchThrowableOfType(Refused.class, () -> reader().readToSend(job.next().request(), "t"));
    Mail mail = reader().readToSend(job.next().request(), "t");

    assertThat(refused).hasMessage("attachments[0].content: is not valid base64");
    assertThat(mail.attachments().get(0).spooled()).isEqualTo(named(LARGE));
    assertThat(job.hasNext()).isFalse();
    job.end();
  }

  @Test
  void goIntoTheSpoolWhenTheyAreOnlyLargeTogether() throws Exception {
    byte[] half = random(Spool.INLINE_AT_MOST / 2 + 1);
    String content = Base64.getEncoder().encodeToString(half);
    Mail mail =
        read(
            """
            {"from": "a@example.com", "to": "b@example.org", "subject": "s", "text": "t",
             "attachments": [{"filename": "1", "content": "%s"}, {"filename": "2", "content": "%s"}]}
            """
                .formatted(content, content));

    assertThat(mail.attachments().get(0).content()).isEqualTo(half);
    assertThat(mail.attachments().get(1).spooled()).isEqualTo(named(half));
  }

  @Test
  void areHeldAgainstTheirDigest() throws Exception {
    String digest = ", \"sha256\": \"" + named(LARGE).sha256().toUpperCase() + "\"";
    String other = ", \"sha256\": \"" + "0".repeat(64) + "\"";

    assertThat(read(attachment(BASE64, digest)).attachments().get(0).spooled()).isNotNull();
    assertThat(refused(attachment(BASE64, other)))
        .hasMessage("attachments[0].sha256: is not the digest of the content");
  }

  @Test
  void areRefusedAsEverWhenTheyAreNoBase64() {
    assertThat(refused(attachment("!" + BASE64, "")))
        .hasMessage("attachments[0].content: is not valid base64");
  }

  @Test
  void areNotMistakenForTheirStandIn() {
    assertThat(refused(attachment("sha256:" + named(LARGE).sha256(), "")))
        .hasMessage("attachments[0].content: is not valid base64");
    assertThat(refused(attachment("YWJj", ", \"size\": 400000")).details().get(0).reason())
        .isEqualTo("is not a known field");
  }

  @Test
  void countForTheSizeOfTheMail() {
    String content = Base64.getEncoder().encodeToString(new byte[19_000_000]);

    assertThat(refused(attachment(content, "")).status()).isEqualTo(413);
  }

  @Test
  void areReadInUtf16Too() throws Exception {
    byte[] request = attachment(BASE64, "").getBytes(Charset.forName("UTF-16BE"));

    assertThat(reader().read(request, "t").attachments().get(0).spooled()).isEqualTo(named(LARGE));
  }

  @Test
  void goIntoTheSpoolByPathUnlessTheyChange() throws Exception {
    Path file = root.resolve("a.pdf");
    Files.write(file, LARGE);
    String byPath =
        """
        {"from": "a@example.com", "to": "b@example.org", "subject": "s", "text": "t",
         "attachments": [{"filename": "a.pdf", "path": "a.pdf"}]}
        """;

    assertThat(read(byPath).attachments().get(0).spooled()).isEqualTo(named(LARGE));

    spool.meanwhile = () -> Files.write(file, random(400_001));
    assertThat(refused(byPath)).hasMessage("attachments[0].path: changed while it was read");
  }

  @Test
  void areThoseOfMailsAloneAndNotWhatTheirTemplatesPrint() throws Exception {
    String template = ", \"template\": {\"id\": \"t\", \"variables\": " + likeAttachment() + "}";
    String mail = attachment(BASE64, "").replace(", \"text\": \"t\"", template);
    Path one = Files.writeString(root.resolve("one.json"), mail);
    Path many = Files.writeString(root.resolve("many.json"), "{\"emails\": [" + mail + "]}");

    assertPrints(read(mail));
    assertPrints(
        reader().readBatch(("[" + mail + "]").getBytes(StandardCharsets.UTF_8), "t").get(0));
    for (Path file : List.of(one, many)) {
      JobFile job = new JobFile(file, root.resolve(".progress"), 10, spool);
      assertPrints(reader().readToSend(job.next().request(), "t"));
      assertThat(job.hasNext()).isFalse();
      job.end();
    }
  }

  @Test
  void areNotWhatARenderingPrints() throws Exception {
    byte[] request = ("{\"variables\": " + likeAttachment() + "}").getBytes(StandardCharsets.UTF_8);

    Mail mail = new RenderingReader(reader()).read(RequestSource.of(request), "t");

    assertThat(printed(mail)).isEqualTo(LONG);
    assertThat(spool.kept).isEmpty();
  }

  private static String likeAttachment() {
    String like = "{\"attachments\": [{\"content\": \"" + LONG + "\"}]";
    return like + ", \"emails\": [" + like + "}]}";
  }

  private void assertPrints(Mail mail) {
    assertThat(printed(mail)).isEqualTo(LONG);
    assertThat(mail.attachments().get(0).spooled()).isEqualTo(named(LARGE));
    assertThat(spool.kept).containsOnlyKeys(named(LARGE));
  }

  private static Object printed(Mail mail) {
    return ((Map<?, ?>) ((List<?>) mail.template().variables().get("attachments")).get(0))
        .get("content");
  }

  private static String attachment(String content, String fields) {
    return """
    {"from": "a@example.com", "to": "b@example.org", "text": "t",
     "attachments": [{"filename": "a.pdf", "content": "%s"%s}], "subject": "after it"}
    """
        .formatted(content, fields);
  }

  private Mail read(String request) throws Refused, IOException {
    return reader().read(request.getBytes(StandardCharsets.UTF_8), "t");
  }

  private Refused refused(String request) {
    return catchThrowableOfType(Refused.class, () -> read(request));
  }

  private MailReader reader() {
    MailRules rules =
        new MailRules(
            new ApiKeys(""),
            new AttachmentFiles(root.toString(), spool),
            () -> Set.of("transactional"),
            25_000_000);
    return new MailReader(rules, spool);
  }

  private static SpooledContent named(byte[] content) {
    return new SpooledContent(HexFormat.of().formatHex(Digests.sha256(content)), content.length);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  /** A spool in memory, which can do something before it takes a content. */
  private static final class MemorySpool implements Spool {
    private final Map<SpooledContent, byte[]> kept = new LinkedHashMap<>();
    private Meanwhile meanwhile = () -> {};

    private interface Meanwhile {
      void happens() throws IOException;
    }

    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public SpooledContent keep(Content content, long sizeAtMost) throws IOException {
      meanwhile.happens();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      content.writeTo(out);
      if (out.size() > sizeAtMost) {
        return null;
      }
      kept.put(named(out.toByteArray()), out.toByteArray());
      return named(out.toByteArray());
    }

    @Override
    public boolean refresh(SpooledContent content) {
      return kept.containsKey(content);
    }

    @Override
    public InputStream read(SpooledContent content) {
      throw new UnsupportedOperationException();
    }
  }
}

package io.dromail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.Attachment;
import io.dromail.mail.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentFilesTest {

  private static final String SHA256_OF_ABC =
      "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";

  @TempDir private Path home;
  private AttachmentFiles files;

  @BeforeEach
  void write() throws IOException {
    Path root = Files.createDirectories(home.resolve("root/sub")).getParent();
    Files.writeString(root.resolve("a.txt"), "abc");
    Files.writeString(root.resolve("sub/ü.txt"), "abc");
    Files.writeString(home.resolve("secret.txt"), "secret");
    Files.createDirectories(home.resolve("root2"));
    Files.writeString(home.resolve("root2/secret.txt"), "secret");
    Files.createSymbolicLink(root.resolve("out.txt"), home.resolve("secret.txt"));
    Files.createSymbolicLink(root.resolve("outer"), home);
    Files.createSymbolicLink(root.resolve("in.txt"), root.resolve("a.txt"));
    files = new AttachmentFiles(root.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.txt", "./a.txt", "sub/../a.txt", "sub/ü.txt", "in.txt", "a.txt/"})
  void readWhatIsBelowTheRoot(String path) throws Exception {
    Attachment read = files.read(byPath(path, null), "attachments[0]", 1_000, 1_000);

    assertThat(read.content()).asString().isEqualTo("abc");
    assertThat(read.path()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.txt",
        "sub/../../secret.txt",
        "out.txt",
        "outer/secret.txt",
        "/etc/passwd",
        "../root2/secret.txt",
        "sub",
        ".",
        "",
        "missing.txt",
        "a.txt/x",
        "~/a"
      })
  void refuseWhatIsNot(String path) {
    Refused refused = refused(byPath(path, null), 1_000);

    assertThat(refused.name()).isEqualTo("invalid_attachment");
    assertThat(refused).hasMessage("attachments[0].path: is not a file below the allowed root");
  }

  @Test
  void refuseAnAbsolutePathOutsideAndTheZeroByte() {
    assertThat(refused(byPath(home.resolve("secret.txt").toString(), null), 1_000)).isNotNull();
    assertThat(refused(byPath("a.txt\0.pdf", null), 1_000)).isNotNull();
  }

  @Test
  void refuseAFileThatIsTooLargeForTheMail() {
    Refused refused = refused(byPath("a.txt", null), 2);

    assertThat(refused.status()).isEqualTo(413);
  }

  @Test
  void refuseAnyPathWithoutARoot() {
    Refused refused =
        catchThrowableOfType(
            Refused.class,
            () ->
                new AttachmentFiles("")
                    .read(byPath("a.txt", null), "attachments[0]", 1_000, 1_000));

    assertThat(refused).hasMessageContaining("attachments by path are not allowed here");
  }

  @Test
  void compareTheDigest() throws Exception {
    assertThat(files.read(byPath("a.txt", SHA256_OF_ABC), "a", 1_000, 1_000).sha256()).isNull();
    assertThat(files.read(byPath("a.txt", SHA256_OF_ABC.toLowerCase()), "a", 1_000, 1_000))
        .isNotNull();
    assertThat(refused(byPath("a.txt", "0".repeat(64)), 1_000))
        .hasMessage("attachments[0].sha256: is not the digest of the content");
  }

  private Refused refused(Attachment attachment, long room) {
    return catchThrowableOfType(
        Refused.class, () -> files.read(attachment, "attachments[0]", room, room));
  }

  private static Attachment byPath(String path, String sha256) {
    return new Attachment("a", null, path, null, null, sha256);
  }
}

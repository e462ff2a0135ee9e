package io.dromail.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromail.mail.SpoolUnavailable;
import io.dromail.mail.SpooledContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SpoolFolderTest {

  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path home;
  private Path folder;
  private SpoolFolder spool;

  @BeforeEach
  void open() {
    folder = home.resolve("spool");
    spool = new SpoolFolder(folder.toString());
  }

  @Test
  void keepsContentUnderItsDigest() throws IOException {
    SpooledContent kept = keep("abc");

    assertThat(kept).isEqualTo(new SpooledContent(SHA256_OF_ABC, 3));
    assertThat(files()).containsExactly("ba/" + SHA256_OF_ABC);
    assertThat(text(kept)).isEqualTo("abc");
    assertThat(text(kept)).as("read again").isEqualTo("abc");
  }

  @Test
  void keepsSameContentOnceAndForLonger() throws IOException {
    SpooledContent kept = keep("abc");
    age(file(kept), Duration.ofDays(39));

    assertThat(keep("abc")).isEqualTo(kept);
    assertThat(files()).hasSize(1);
    assertThat(Files.getLastModifiedTime(file(kept)).toInstant())
        .isAfter(Instant.now().minusSeconds(60));
  }

  @Test
  void writesAnewWhatWasCutShort() throws IOException {
    SpooledContent kept = keep("abc");
    Files.writeString(file(kept), "ab");

    assertThat(spool.refresh(kept)).isFalse();
    assertThat(text(keep("abc"))).isEqualTo("abc");
  }

  @Test
  void takesBackWhatTheSweeperLooksAtOnceMore() throws IOException {
    SpooledContent kept = keep("abc");
    age(file(kept), Duration.ofDays(41));
    Path away = new Aside(folder).put(file(kept));

    assertThat(spool.refresh(kept)).isTrue();
    assertThat(away).doesNotExist();
    assertThat(text(kept)).isEqualTo("abc");
    assertThat(Files.getLastModifiedTime(file(kept)).toInstant())
        .isAfter(Instant.now().minusSeconds(60));
  }

  @Test
  void takesNothingBackThatWasCutShort() throws IOException {
    SpooledContent kept = keep("abc");
    Path away = new Aside(folder).put(file(kept));
    Files.writeString(away, "ab");

    assertThat(spool.refresh(kept)).isFalse();
    assertThat(text(keep("abc"))).isEqualTo("abc");
  }

  /** A pipe stands for the file: opening it, to set its time, waits for us. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(20)
  void doesNotTakeForKeptWhatIsSweptBetweenOpeningItAndSettingItsTime() throws Exception {
    SpooledContent content = new SpooledContent(SHA256_OF_ABC, 0);
    Files.createDirectories(file(content).getParent());
    run("mkfifo", file(content).toString());
    run("touch", "-t", "202001010000", file(content).toString());
    Path pipe = Files.createLink(home.resolve("pipe"), file(content));
    CompletableFuture<Boolean> refreshed = new CompletableFuture<>();
    Thread mail = new Thread(() -> refreshed.complete(spool.refresh(content)));
    mail.start();
    await().until(() -> isOpening(mail));

    new SpoolSweeper(folder.toString(), 40).sweep();
    assertThat(file(content)).doesNotExist();
    FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE).close();

    assertThat(refreshed.get()).isFalse();
  }

  @Test
  void takesNothingThatIsTooLarge() throws IOException {
    assertThat(spool.keep(out -> out.write(new byte[4]), 3)).isNull();
    assertThat(files()).isEmpty();
  }

  @Test
  void leavesNothingBehindWhenContentFails() {
    assertThatThrownBy(
            () ->
                spool.keep(
                    out -> {
                      out.write('a');
                      throw new IOException("the content can't be read");
                    },
                    100))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("the content can't be read");
    assertThat(files()).isEmpty();
  }

  @Test
  void saysThatItCannotBeWritten() throws IOException {
    Files.writeString(folder, "a file in its place");

    assertThatThrownBy(() -> keep("abc")).isInstanceOf(SpoolUnavailable.class);
  }

  @Test
  void failsToReadWhatIsGone() throws IOException {
    SpooledContent kept = keep("abc");
    Files.delete(file(kept));

    assertThat(spool.refresh(kept)).isFalse();
    assertThatThrownBy(() -> text(kept)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void failsAtTheEndOfAnotherContent() throws IOException {
    SpooledContent kept = keep("abc");
    Files.writeString(file(kept), "abd");

    assertThatThrownBy(() -> text(kept))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ba7");
  }

  @Test
  void takesNoNameThatIsNoDigest() {
    assertThatThrownBy(() -> new SpooledContent("../../etc/passwd", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isOffWithoutAFolder() {
    assertThat(new SpoolFolder("").isOn()).isFalse();
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  private static boolean isOpening(Thread mail) {
    return Stream.of(mail.getStackTrace())
        .anyMatch(call -> call.getMethodName().equals("setLastModifiedTime"));
  }

  private SpooledContent keep(String text) throws IOException {
    return spool.keep(out -> out.write(text.getBytes(StandardCharsets.US_ASCII)), 1_000);
  }

  private String text(SpooledContent content) throws IOException {
    try (InputStream in = spool.read(content)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private Path file(SpooledContent content) {
    return folder.resolve(content.sha256().substring(0, 2)).resolve(content.sha256());
  }

  private List<String> files() {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }
}

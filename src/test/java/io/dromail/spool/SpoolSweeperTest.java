package io.dromail.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.SpooledContent;
import io.dromail.testing.CapturedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolSweeperTest {

  private static final Duration OLD = Duration.ofDays(41);
  private static final String DIGEST =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path home;
  private Path folder;
  private SpoolFolder spool;
  private SpoolSweeper sweeper;

  @BeforeEach
  void open() {
    folder = home.resolve("spool");
    spool = new SpoolFolder(folder.toString());
    sweeper = new SpoolSweeper(folder.toString(), 40);
  }

  @Test
  void sweepsWhatNoMailHasNeededForTooLongAndSaysHowMuch() throws IOException {
    SpooledContent old = keep("old");
    SpooledContent older = keep("older");
    SpooledContent young = keep("young");
    SpooledContent neededAgain = keep("needed again");
    for (SpooledContent content : new SpooledContent[] {old, older, neededAgain}) {
      age(file(content), OLD);
    }
    age(file(young), Duration.ofDays(39));
    spool.refresh(neededAgain);

    try (CapturedLog log = new CapturedLog()) {
      sweeper.sweep();
      sweeper.sweep();

      assertThat(log.text()).isEqualTo("2 attachments were older than 40 days");
    }
    assertThat(file(old)).doesNotExist();
    assertThat(file(older)).doesNotExist();
    assertThat(file(young)).exists();
    assertThat(file(neededAgain)).exists();
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  /** What is written has a UUID for a name, what another sweeper has taken away its digest. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0b0bd6a7-9d45-4a3e-8d4f-5c0a3a4c1f6e.tmp",
        DIGEST + "-0b0bd6a7-9d45-4a3e-8d4f-5c0a3a4c1f6e.tmp"
      })
  void sweepsWhatACrashLeftUnfinished(String name) throws IOException {
    Path left = write(folder.resolve(name), Duration.ofMinutes(61));
    sweeper.sweep();
    assertThat(left).doesNotExist();

    Path inWork = write(folder.resolve(name), Duration.ofMinutes(59));
    sweeper.sweep();
    assertThat(inWork).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "notes.tmp",
        "README",
        "ab/letter.txt",
        "ab/" + DIGEST + ".bak",
        "AB/" + DIGEST,
        "abc/" + DIGEST,
        DIGEST
      })
  void leavesAloneWhatIsNotItsOwn(String name) throws IOException {
    Path other = write(folder.resolve(name), Duration.ofDays(400));

    sweeper.sweep();

    assertThat(other).exists();
  }

  @Test
  void sweepsNothingWithoutAFolder() throws IOException {
    sweeper.sweep();
    new SpoolSweeper("", 40).sweep();
    assertThat(folder).doesNotExist();

    write(folder, OLD);
    sweeper.sweep();
    assertThat(folder).isRegularFile();
  }

  private SpooledContent keep(String text) throws IOException {
    return spool.keep(out -> out.write(text.getBytes(StandardCharsets.US_ASCII)), 1_000);
  }

  private Path file(SpooledContent content) {
    return folder.resolve(content.sha256().substring(0, 2)).resolve(content.sha256());
  }

  private static Path write(Path file, Duration age) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "mine");
    age(file, age);
    return file;
  }

  private static void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }
}

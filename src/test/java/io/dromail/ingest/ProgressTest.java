package io.dromail.ingest;

import static io.dromail.testing.Samples.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

  private static final Refused WHY = Refused.field("invalid_header", "headers.Größe", "is bad");

  @TempDir private Path folder;
  private Path job;

  @BeforeEach
  void writeJob() throws IOException {
    job = Files.writeString(folder.resolve("job.json"), "{}");
  }

  @Test
  void remembersWhatIsSettled() throws Exception {
    Progress progress = open();
    progress.accept(0, "id-0");
    progress.refuse(2, WHY);
    progress.close();

    Progress again = open();

    assertThat(again.isSettled(0)).isTrue();
    assertThat(again.isSettled(1)).isFalse();
    assertThat(again.isSettled(2)).isTrue();
    assertThat(again.accepted()).isEqualTo(1);
    assertThat(again.refused()).isEqualTo(1);
  }

  @Test
  void remembersWhatTheIdsDeriveFrom() throws Exception {
    UUID last = UUID.randomUUID();
    Progress progress = open();
    assertThat(progress.cutOffAt()).as("a new file").isEqualTo(-1);
    assertThat(progress.seed()).isNull();
    progress.seed(UUID.randomUUID());
    progress.seed(last);
    progress.replay(4, "id-4");
    progress.close();

    Progress again = open();

    assertThat(again.seed()).isEqualTo(last);
    assertThat(again.cutOffAt()).isEqualTo(5);
    assertThat(again.acceptedIndices().stream()).containsExactly(4);
    assertThat(again.lines().lines().filter(Progress::isOfAMail))
        .containsExactly("{\"index\":4,\"id\":\"id-4\",\"replayed\":true}");
  }

  @Test
  void tellsAcceptedLinesFromRefusedOnes() throws Exception {
    Progress progress = open();
    progress.accept(0, "id-0");
    progress.refuse(1, WHY);

    List<String> lines = progress.lines().lines().toList();

    assertThat(lines).map(Progress::isAccepted).containsExactly(true, false);
    assertThat(json(lines.get(1).replace('\'', '’')))
        .isEqualTo(
            json(
                """
                {'index': 1, 'statusCode': 422, 'name': 'invalid_header',
                 'message': 'headers.Größe: is bad',
                 'details': [{'field': 'headers.Größe', 'reason': 'is bad'}]}
                """));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 30, 60, 69, 70, 71})
  void forgetsALineThatWasCutOff(int missing) throws Exception {
    Progress progress = open();
    progress.accept(0, "id-0");
    progress.refuse(1, WHY);
    progress.close();
    cutOff(missing);

    Progress second = open();
    assertThat(second.isSettled(0)).isTrue();
    second.accept(5, "id-5");
    second.close();

    Progress third = open();
    assertThat(third.isSettled(0)).isTrue();
    assertThat(third.isSettled(5)).isTrue();
    assertThat(third.isSettled(1)).isEqualTo(third.refused() == 1);
    assertThat(third.accepted()).isEqualTo(2);
    assertThat(third.lines().lines()).allSatisfy(line -> assertThat(json(line)).isNotEmpty());
  }

  @Test
  void forgetsALineThatWasCutOffInsideACharacter() throws Exception {
    Progress progress = open();
    progress.accept(0, "id-0");
    progress.close();
    byte[] half = "{\"index\":1,\"name\":\"ö".getBytes(UTF_8);
    Files.write(file(), Arrays.copyOf(half, half.length - 1), StandardOpenOption.APPEND);

    Progress again = open();

    assertThat(again.isSettled(0)).isTrue();
    assertThat(again.isSettled(1)).isFalse();
  }

  @Test
  void startsAnewForAnotherContentOrAnotherTime() throws Exception {
    Progress progress = open();
    progress.accept(0, "id-0");
    progress.close();

    Files.writeString(job, "{ }");
    assertThat(open().isSettled(0)).isFalse();
    Files.writeString(job, "{}");
    Files.setLastModifiedTime(job, FileTime.fromMillis(1_000_000));
    assertThat(open().isSettled(0)).isFalse();
  }

  @Test
  void isGoneWhenItIsDeleted() throws Exception {
    Progress progress = open();
    progress.accept(0, "id-0");
    progress.delete();

    assertThat(folder.resolve(".progress")).isEmptyDirectory();
  }

  private void cutOff(int bytes) throws IOException {
    byte[] lines = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(lines, lines.length - bytes));
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(".progress"))) {
      return files.findFirst().orElseThrow();
    }
  }

  private Progress open() throws IOException {
    return Progress.of(job, Digests.sha256(job), folder.resolve(".progress"));
  }
}

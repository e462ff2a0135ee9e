package io.dromail.live;

import static io.dromail.live.EditedFolder.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.live.HistoryEntry.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

  private static final RouteSet NONE = new RouteSet(new TreeMap<>());
  private static final Optional<String> ADA = Optional.of("ada");
  private static final String LANES = "routes/lanes.camel.yaml";

  @TempDir private Path temp;
  private Path folder;
  private EditedFolder edited;
  private History history;
  private RouteSet running;

  @BeforeEach
  void begin() {
    folder = temp.resolve("data/history");
    edited = new EditedFolder(temp.resolve("home"));
    history = new History(folder);
    running = NONE;
  }

  @Test
  void keepsWhatWasInForce() throws IOException {
    take();
    edited.write(LANES, "lanes: 2\n");
    edited.write("templates/new/subject.ftl", "New");
    Files.delete(edited.at("routes/retry.yaml"));
    HistoryEntry second = take();

    assertThat(history.entries()).extracting(HistoryEntry::number).containsExactly(1, 2);
    assertThat(history.entries().get(0).changes()).isEmpty();
    assertThat(history.entry(2)).contains(second);
    assertThat(second.by()).isEqualTo("ada");
    assertThat(second.digest()).isEqualTo(running.digest());
    assertThat(second.backTo()).isNull();
    assertThat(second.changes())
        .containsExactly(
            new Change(LANES, "changed"),
            new Change("routes/retry.yaml", "removed"),
            new Change("templates/new/subject.ftl", "added"));
    assertThat(history.set(second).digest()).isEqualTo(running.digest());
    assertThat(folder.resolve("2/routes/lanes.camel.yaml")).hasContent("lanes: 2\n");
    assertThat(Files.readString(folder.resolve("2/change.json")))
        .contains("\"number\" : 2", "\"time\" : \"20", "\"by\" : \"ada\"", "\"what\" : \"added\"");
  }

  @Test
  void staysWhereItWasStaged() {
    Path staged = history.stage(edited.read());
    assertThat(history.entries()).isEmpty();

    history.keep(edited.read(), NONE, ADA);

    assertThat(staged).isEqualTo(folder.resolve("1")).isDirectory();
    assertThat(history.entries()).hasSize(1);
  }

  @Test
  void forgetsWhatWasRefused() {
    take();
    edited.write(LANES, "broken");
    Path refused = history.stage(edited.read());
    history.discard();
    edited.write(LANES, "lanes: 2\n");

    assertThat(refused).doesNotExist();
    assertThat(take().number()).isEqualTo(2);
    assertThat(history.entries()).hasSize(2);
  }

  @Test
  void stagesOneSetAtTime() {
    take();
    edited.write(LANES, "broken");
    history.stage(edited.read());
    edited.write(LANES, "lanes: 2\n");
    Path staged = history.stage(edited.read());

    assertThat(staged).isEqualTo(folder.resolve("2"));
    assertThat(staged.resolve(LANES)).hasContent("lanes: 2\n");
  }

  @Test
  void doesNotAddWhatIsTheNewestAlready() {
    take();
    History afterRestart = new History(folder);

    assertThat(afterRestart.stage(edited.read())).isEqualTo(folder.resolve("1"));
    assertThat(afterRestart.keep(edited.read(), NONE, ADA).number()).isEqualTo(1);
    assertThat(afterRestart.entries()).hasSize(1);
  }

  @Test
  void doesNotTrustEntryThatSomebodyEdited() throws IOException {
    take();
    Files.writeString(folder.resolve("1").resolve(LANES), "edited");

    assertThat(history.stage(edited.read())).isEqualTo(folder.resolve("2"));
  }

  @Test
  void tellsThatItIsBackToAnOlderOne() {
    take();
    edited.write(LANES, "lanes: 2\n");
    take();
    edited.write(LANES, "lanes: 1\n");

    assertThat(take().backTo()).isEqualTo(1);
  }

  @Test
  void keepsTheLastTen() {
    for (int i = 1; i <= 13; i++) {
      edited.write(LANES, "lanes: " + i + "00\n");
      take();
    }

    assertThat(history.entries())
        .extracting(HistoryEntry::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(4, 13).boxed().toList());
    assertThat(folder.resolve("3")).doesNotExist();
  }

  @Test
  void neverDeletesWhatIsInUse() {
    take();
    History another = new History(folder);
    for (int i = 1; i <= 12; i++) {
      edited.write(LANES, "lanes: " + i + "00\n");
      another.stage(edited.read());
      another.keep(edited.read(), running, ADA);
    }
    assertThat(another.entries()).hasSize(10);

    edited.write(LANES, "lanes: 77\n");
    take();
    assertThat(history.entries()).extracting(HistoryEntry::number).contains(14).hasSize(10);
  }

  @Test
  void ignoresHalfAnEntryAndCleansItUpLater() throws IOException {
    take();
    Path half = Files.createDirectories(folder.resolve("2/routes")).getParent();
    Files.writeString(half.resolve("routes/x.camel.yaml"), "x");
    Files.createDirectory(folder.resolve("3"));
    Files.setLastModifiedTime(half, FileTime.from(Instant.now().minusSeconds(4_000)));

    assertThat(history.entries()).hasSize(1);
    edited.write(LANES, "lanes: 2\n");
    assertThat(take().number()).isEqualTo(4);
    assertThat(half).doesNotExist();
    assertThat(folder.resolve("3")).as("another process may be at it").exists();
  }

  @Test
  void ignoresRecordThatIsBroken() throws IOException {
    take();
    Files.createDirectory(folder.resolve("2"));
    Files.writeString(folder.resolve("2/change.json"), "{\"number\":");

    assertThat(history.entries()).hasSize(1);
    assertThat(history.entry(2)).isEmpty();
    assertThat(history.entry(99)).isEmpty();
  }

  @Test
  void givesEachOfSeveralProcessesNumbersOfItsOwn() throws Exception {
    ExecutorService processes = Executors.newFixedThreadPool(4);
    List<Callable<List<Integer>>> work =
        IntStream.range(0, 4)
            .<Callable<List<Integer>>>mapToObj(
                p -> () -> IntStream.range(0, 10).map(i -> takeIn(p, i)).boxed().toList())
            .toList();
    List<Integer> numbers = new java.util.ArrayList<>();
    for (Future<List<Integer>> one : processes.invokeAll(work)) {
      numbers.addAll(one.get());
    }
    processes.shutdown();

    assertThat(numbers).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  void showsOnceWhatTwoProcessesTookAtTheSameTime() {
    take();
    edited.write(LANES, "lanes: 2\n");
    History another = new History(folder);
    RouteSet set = edited.read();
    history.stage(set);
    Path own = another.stage(set);
    history.keep(set, running, ADA);
    another.keep(set, running, ADA);

    assertThat(own).exists();
    assertThat(history.entries()).extracting(HistoryEntry::number).containsExactly(1, 2);
  }

  @Test
  void isForItsOwnerAlone() throws IOException {
    take();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("1"))))
        .isEqualTo("rwx------");
  }

  @Test
  void hasNothingBeforeTheFirst() {
    assertThat(history.entries()).isEmpty();
    assertThat(text(NONE, LANES)).isNull();
  }

  private HistoryEntry take() {
    RouteSet set = edited.read();
    history.stage(set);
    HistoryEntry entry = history.keep(set, running, ADA);
    running = set;
    return entry;
  }

  private int takeIn(int process, int round) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    files.put(LANES, new byte[] {(byte) process, (byte) round});
    RouteSet set = new RouteSet(files);
    History own = new History(folder);
    own.stage(set);
    return own.keep(set, NONE, ADA).number();
  }
}

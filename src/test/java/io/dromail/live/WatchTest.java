package io.dromail.live;

import static io.dromail.live.EditedFolder.text;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromail.testing.CapturedLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The habits of editors and systems, on a real folder. */
class WatchTest {

  private static final Duration INTERVAL = Duration.ofMillis(20);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final String LANES = "routes/lanes.camel.yaml";

  @TempDir private Path home;
  private EditedFolder folder;
  private Watch watch;
  private final List<RouteSet> taken = new CopyOnWriteArrayList<>();

  @BeforeEach
  void begin() {
    folder = new EditedFolder(home);
    watch = new Watch(folder.files, folder.read(), INTERVAL, taken::add).start();
  }

  @AfterEach
  void end() {
    watch.close();
  }

  @Test
  void takesNothingAsLongAsNothingChanges() {
    takesNothing();
  }

  @Test
  void takesWhatIsWrittenInPlace() {
    folder.write(LANES, "lanes: 2\n");

    assertThat(text(awaitChange(1), LANES)).isEqualTo("lanes: 2\n");
    takesNothingMore(1);
  }

  @Test
  void takesWhatHasTheSameSize() {
    folder.write(LANES, "lanes: 3\n");

    assertThat(text(awaitChange(1), LANES)).isEqualTo("lanes: 3\n");
  }

  @Test
  void takesNothingWhenOnlyTheTimeIsAnother() throws IOException {
    Files.setLastModifiedTime(
        folder.at(LANES), java.nio.file.attribute.FileTime.fromMillis(1_000_000));

    takesNothing();
  }

  @Test
  void takesWhatIsWrittenAndRenamedAsOneChange() throws IOException {
    Path draft = folder.write("routes/lanes.camel.yaml.tmp", "lanes: 2\n");
    Files.move(folder.at(LANES), folder.at(LANES + "~"));
    Files.move(draft, folder.at(LANES), ATOMIC_MOVE);

    RouteSet change = awaitChange(1);
    assertThat(text(change, LANES)).isEqualTo("lanes: 2\n");
    assertThat(change.files()).hasSize(4);
    takesNothingMore(1);
  }

  @Test
  void takesNoHalfOfWhatIsTruncatedAndThenWritten() throws Exception {
    try (OutputStream out = Files.newOutputStream(folder.at(LANES))) {
      for (int line = 0; line < 20; line++) {
        out.write(("line: " + line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        pause();
      }
    }

    assertThat(text(awaitChange(1), LANES)).endsWith("line: 19\n");
    takesNothingMore(1);
  }

  @Test
  void doesNotSeeWhatEditorsLeave() {
    folder.write("routes/.lanes.camel.yaml.swp", "x");
    folder.write("routes/lanes.camel.yaml~", "x");
    folder.write("routes/4913", "");
    folder.write("templates/welcome/4913", "");
    folder.write("templates/welcome/.#subject.ftl", "x");
    folder.write("templates/welcome/#subject.ftl#", "x");
    folder.write("templates/.DS_Store", "x");
    folder.write("templates/.git/HEAD", "x");
    folder.write("application.properties~", "x");
    folder.write("routes/README.md", "x");

    takesNothing();
  }

  @Test
  void takesCheckoutOfManyFilesAsOneChange() throws Exception {
    for (int i = 0; i < 100; i++) {
      folder.write("routes/r" + i + ".camel.yaml", "r: " + i + "\n");
      folder.write("templates/t" + i + "/body.html.ftlh", "t " + i);
      if (i % 20 == 0) {
        pause();
      }
    }
    Files.delete(folder.at(LANES));

    RouteSet change = awaitChange(1);
    assertThat(change.files()).hasSize(203).doesNotContainKey(LANES);
    takesNothingMore(1);
  }

  @Test
  void takesSettingsOfProfile() {
    folder.write("application-prod.properties", "a=2\n");

    assertThat(text(awaitChange(1), "application-prod.properties")).isEqualTo("a=2\n");
  }

  @Test
  void takesMountedConfigMapWhenItsLinkIsSwapped() throws IOException {
    watch.close();
    Path mounted = Files.createDirectory(home.resolve("mounted"));
    Path old = Files.createDirectory(mounted.resolve("..2026_11_27_00_00_00.1"));
    Files.writeString(old.resolve("lanes.camel.yaml"), "lanes: 1\n");
    Files.createDirectory(old.resolve("welcome"));
    Files.writeString(old.resolve("welcome/subject.ftl"), "Welcome 1\n");
    Files.createSymbolicLink(mounted.resolve("..data"), old.getFileName());
    Files.createSymbolicLink(
        mounted.resolve("lanes.camel.yaml"), Path.of("..data/lanes.camel.yaml"));
    Files.createSymbolicLink(mounted.resolve("welcome"), Path.of("..data/welcome"));
    OperatorFiles files = new OperatorFiles(mounted, mounted, home);
    watch = new Watch(files, files.read(), INTERVAL, taken::add).start();
    Path young = Files.createDirectory(mounted.resolve("..2026_11_27_00_01_00.2"));
    Files.writeString(young.resolve("lanes.camel.yaml"), "lanes: 2\n");
    Files.createDirectory(young.resolve("welcome"));
    Files.writeString(young.resolve("welcome/subject.ftl"), "Welcome 2\n");
    takesNothing();

    Files.createSymbolicLink(mounted.resolve("..data_tmp"), young.getFileName());
    Files.move(
        mounted.resolve("..data_tmp"), mounted.resolve("..data"), ATOMIC_MOVE, REPLACE_EXISTING);

    RouteSet change = awaitChange(1);
    assertThat(change.files().keySet())
        .containsExactly(
            "application.properties",
            "routes/lanes.camel.yaml",
            "templates/lanes.camel.yaml",
            "templates/welcome/subject.ftl");
    assertThat(text(change, LANES)).isEqualTo("lanes: 2\n");
    assertThat(text(change, "templates/welcome/subject.ftl")).isEqualTo("Welcome 2\n");
    takesNothingMore(1);
  }

  @Test
  void goesOnWhenFolderVanishesForMoment() throws IOException {
    try (CapturedLog log = new CapturedLog()) {
      Files.move(home.resolve("routes"), home.resolve("away"));
      await().atMost(SOON).until(() -> watch.trouble().isPresent());
      takesNothing();
      assertThat(watch.trouble()).hasValueSatisfying(t -> assertThat(t).endsWith("isn't there"));
      Files.move(home.resolve("away"), home.resolve("routes"));
      await().atMost(SOON).until(() -> watch.trouble().isEmpty());
      takesNothing();
      assertThat(log.text()).containsOnlyOnce("An edit can't be seen");
    }

    folder.write(LANES, "lanes: 2\n");
    awaitChange(1);
  }

  @Test
  void doesNotFollowLinksInCircles() throws IOException {
    Files.createSymbolicLink(home.resolve("templates/welcome/again"), home.resolve("templates"));

    takesNothing();
  }

  @Test
  void doesNotReadFolderThatIsTooLarge() throws IOException {
    Files.write(home.resolve("templates/film.mp4"), new byte[20_100_000]);

    await().atMost(SOON).until(() -> watch.trouble().isPresent());
    assertThat(watch.trouble())
        .hasValueSatisfying(t -> assertThat(t).contains("20 MB aren't read"));
    assertThat(taken).isEmpty();
  }

  @Test
  void goesOnWhenChangeCannotBeTaken() {
    watch.close();
    watch =
        new Watch(
                folder.files,
                folder.read(),
                INTERVAL,
                set -> {
                  taken.add(set);
                  throw new IllegalStateException("not this one");
                })
            .start();
    folder.write(LANES, "lanes: 2\n");
    awaitChange(1);
    folder.write(LANES, "lanes: 4\n");

    assertThat(text(awaitChange(2), LANES)).isEqualTo("lanes: 4\n");
  }

  @Test
  void takesEditThatGoesBack() {
    folder.write(LANES, "broken");
    awaitChange(1);
    folder.write(LANES, "lanes: 1\n");

    assertThat(text(awaitChange(2), LANES)).isEqualTo("lanes: 1\n");
  }

  @Test
  void takesNothingAfterItsEnd() {
    watch.close();
    folder.write(LANES, "lanes: 2\n");

    takesNothing();
  }

  @Test
  void readsWhatIsThereAtStart() throws IOException {
    assertThat(folder.files.read().files().keySet())
        .containsExactly(
            "application.properties",
            "routes/lanes.camel.yaml",
            "routes/retry.yaml",
            "templates/welcome/subject.ftl");
    assertThatThrownBy(() -> new OperatorFiles(home.resolve("x"), home, home).read())
        .isInstanceOf(IOException.class);
  }

  @Test
  void tellsWhoseFileIsTheNewest() throws IOException {
    assertThat(folder.files.owner(java.util.Set.of(LANES, "routes/gone.yaml")))
        .contains(Files.getOwner(folder.at(LANES)).getName());
    assertThat(folder.files.owner(java.util.Set.of("routes/gone.yaml"))).isEmpty();
  }

  private RouteSet awaitChange(int count) {
    await().atMost(SOON).until(() -> taken.size() >= count);
    return taken.get(count - 1);
  }

  private void takesNothing() {
    takesNothingMore(0);
  }

  private void takesNothingMore(int than) {
    await().during(A_WHILE).atMost(SOON).until(() -> taken.size() == than);
  }

  private static void pause() {
    java.util.concurrent.locks.LockSupport.parkNanos(INTERVAL.toNanos() / 2);
  }
}

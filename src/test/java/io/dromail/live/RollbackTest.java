package io.dromail.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackTest {

  private static final String LANES = "routes/lanes.camel.yaml";

  @TempDir private Path home;
  private EditedFolder folder;
  private RouteSet before;
  private Rollback rollback;

  @BeforeEach
  void begin() {
    folder = new EditedFolder(home);
    before = folder.read();
    rollback = new Rollback(folder.files);
  }

  @Test
  void writesBackWhatWas() throws IOException {
    folder.write(LANES, "broken");
    folder.write("routes/new.camel.yaml", "new");
    folder.write("templates/new/subject.ftl", "new");
    folder.write("application.properties", "a=2\n");
    folder.write("application-prod.properties", "b=2\n");
    Files.delete(folder.at("templates/welcome/subject.ftl"));
    Files.delete(folder.at("templates/welcome"));

    assertThat(rollback.to(before))
        .containsExactly(
            "application-prod.properties",
            "application.properties",
            LANES,
            "routes/new.camel.yaml",
            "templates/new/subject.ftl",
            "templates/welcome/subject.ftl");
    assertThat(folder.read().digest()).isEqualTo(before.digest());
    assertThat(drafts()).isEmpty();
  }

  @Test
  void leavesAloneWhatIsNotPartOfTheSet() throws IOException {
    folder.write("routes/README.md", "mine");
    folder.write("routes/.lanes.camel.yaml.swp", "mine");
    folder.write(LANES, "broken");
    rollback.to(before);

    assertThat(folder.at("routes/README.md")).exists();
    assertThat(folder.at("routes/.lanes.camel.yaml.swp")).exists();
  }

  @Test
  void writesNothingIfAllIsAsWanted() throws IOException {
    assertThat(rollback.to(before)).isEmpty();
  }

  @Test
  void keepsPermissions() throws IOException {
    Files.setPosixFilePermissions(
        folder.at("application.properties"), PosixFilePermissions.fromString("rw-r-----"));
    folder.write("application.properties", "a=2\n");
    rollback.to(before);

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.at("application.properties"))))
        .isEqualTo("rw-r-----");
  }

  @Test
  void writesThroughLinks() throws IOException {
    Path real = Files.move(folder.at(LANES), home.resolve("real.yaml"));
    Files.createSymbolicLink(folder.at(LANES), real);
    Files.writeString(real, "broken");
    rollback.to(before);

    assertThat(folder.at(LANES)).isSymbolicLink();
    assertThat(real).hasContent("lanes: 1\n");
  }

  @Test
  void refusesWhatKubernetesMounted() throws IOException {
    Path version = Files.createDirectory(home.resolve("routes/..2026_11_27"));
    Files.writeString(version.resolve("lanes.camel.yaml"), "lanes: 2\n");
    Files.createSymbolicLink(home.resolve("routes/..data"), version.getFileName());
    Files.delete(folder.at(LANES));
    Files.createSymbolicLink(folder.at(LANES), Path.of("..data/lanes.camel.yaml"));
    folder.write("application.properties", "a=2\n");

    assertThatThrownBy(() -> rollback.to(before))
        .isInstanceOf(CannotRollBack.class)
        .hasMessageContaining("it's mounted, so change it where it comes from");
    assertThat(folder.at("application.properties")).hasContent("a=2\n");
  }

  @Test
  void refusesFolderThatCannotBeWritten() throws IOException {
    folder.write(LANES, "broken");
    folder.write("application.properties", "a=2\n");
    Files.setPosixFilePermissions(
        home.resolve("routes"), PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      boolean root = Files.isWritable(home.resolve("routes"));
      if (root) {
        // Past Surefire, which keeps System.err in a file.
        new PrintStream(new FileOutputStream(FileDescriptor.err), true)
            .println("root may write everything: refusesFolderThatCannotBeWritten did NOT run");
      }
      assumeThat(root).isFalse();
      assertThatThrownBy(() -> rollback.to(before))
          .isInstanceOf(CannotRollBack.class)
          .hasMessage("nothing was changed: " + home.resolve("routes") + " can't be written");
      assertThat(folder.at("application.properties")).hasContent("a=2\n");
    } finally {
      Files.setPosixFilePermissions(
          home.resolve("routes"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void changesNothingIfItFailsHalfway() throws IOException {
    folder.write(LANES, "broken");
    folder.write("routes/retry.yaml", "broken");
    // The draft of the second file can't be written: there's a folder with something in it.
    Files.createDirectories(home.resolve("routes/.retry.yaml.dromail-rollback~/x"));

    assertThatThrownBy(() -> rollback.to(before)).isInstanceOf(IOException.class);
    assertThat(folder.at(LANES)).hasContent("broken");
  }

  private java.util.List<Path> drafts() throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(file -> file.toString().endsWith("~")).toList();
    }
  }
}

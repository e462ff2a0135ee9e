package io.dromail.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditsTest {

  private static final String LANES = "routes/lanes.camel.yaml";
  private static final String SETTINGS = "application.properties";

  @TempDir private Path temp;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Edits edits = new Edits();
  private EditedFolder folder;
  private LiveRoutes live;

  @BeforeEach
  void takeTwo() {
    folder = new EditedFolder(temp.resolve("home"));
    History history = new History(temp.resolve("history"));
    keep(history, new RouteSet(new TreeMap<>()));
    RouteSet first = folder.read();
    folder.write(LANES, "lanes: 2\n");
    keep(history, first);
    // Neither checks nor changes anything here: no edit is taken.
    live = new LiveRoutes(new LiveContext(), folder.files, history, null, any -> Map.of());
    context.getRegistry().bind("live", live);
    edits.setCamelContext(context);
  }

  @AfterEach
  void close() throws InterruptedException {
    live.close();
  }

  @Test
  void tellTheNewestFirst() {
    assertThat(entries()).extracting(HistoryEntry::number).containsExactly(2, 1);
  }

  @Test
  void writeAnOlderOneBack() throws Exception {
    assertThat(rolledBack("1")).containsExactly(LANES);
    assertThat(folder.at(LANES)).hasContent("lanes: 1\n");

    assertThat(rolledBack("1")).as("all is like that already").isEmpty();
  }

  @Test
  void tellWhatThatWouldChangeAndChangeNothing() throws Exception {
    assertThat(difference("1"))
        .containsExactly(
            "--- a/" + LANES, "+++ b/" + LANES, "@@ -1,1 +1,1 @@", "-lanes: 2", "+lanes: 1");
    assertThat(difference("2")).isEmpty();
    assertThat(folder.at(LANES)).hasContent("lanes: 2\n");
  }

  @Test
  void showNoSecret() throws Exception {
    folder.write(
        SETTINGS, "a=1\ndromail.smtp.password=hunter2\nurl=smtp://shop:hunter2@example.com\n");

    assertThat(difference("2"))
        .contains("-dromail.smtp.password=***", "-url=smtp://shop:***@example.com")
        .noneMatch(line -> line.contains("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "0", "-1", "01", "1.0", "one", "", " 1", "99999999999", "../1"})
  void knowNoNumberThatNeverWas(String number) {
    for (Refused refused :
        List.of(
            catchThrowableOfType(Refused.class, () -> edits.difference(number)),
            catchThrowableOfType(Refused.class, () -> edits.rollBack(number)))) {
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.name()).isEqualTo("not_found");
      assertThat(refused).hasMessage("The history has no number " + number + ".");
    }
    assertThat(folder.at(LANES)).hasContent("lanes: 2\n");
  }

  @Test
  void sayWhyTheyCanNotBeUndone() throws IOException {
    // As Kubernetes mounts a folder.
    Path version = Files.createDirectory(folder.at("routes/..2026_11_27"));
    Files.createSymbolicLink(folder.at("routes/..data"), version.getFileName());

    Refused refused = catchThrowableOfType(Refused.class, () -> edits.rollBack("1"));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.name()).isEqualTo("not_writable");
    assertThat(refused)
        .hasMessageStartingWith("Not rolled back, nothing was changed: ")
        .hasMessageEndingWith("; it's mounted, so change it where it comes from.");
    assertThat(folder.at(LANES)).hasContent("lanes: 2\n");
  }

  @Test
  void areNoneInAGatewayThatDoesNotRun() {
    context.getRegistry().unbind("live");

    assertThat(entries()).isEmpty();
    assertThat(catchThrowableOfType(Refused.class, () -> edits.difference("1")).status())
        .isEqualTo(404);
  }

  private void keep(History history, RouteSet before) {
    RouteSet set = folder.read();
    history.stage(set);
    history.keep(set, before, Optional.empty());
  }

  @SuppressWarnings("unchecked")
  private List<HistoryEntry> entries() {
    return (List<HistoryEntry>) edits.history().get("data");
  }

  @SuppressWarnings("unchecked")
  private SortedSet<String> rolledBack(String number) throws Exception {
    return (SortedSet<String>) edits.rollBack(number).get("files");
  }

  @SuppressWarnings("unchecked")
  private List<String> difference(String number) throws Exception {
    return (List<String>) edits.difference(number).get("lines");
  }
}

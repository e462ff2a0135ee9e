package io.dromail.command;

import static io.dromail.command.Typed.dromail;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.live.History;
import io.dromail.live.OperatorFiles;
import io.dromail.live.RouteSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesCommandTest {

  private static final String NOBODY = "http://127.0.0.1:1";
  private static final Optional<String> ADA = Optional.of("ada");

  @TempDir private Path home;
  private StandInApi gateway;
  private OperatorFiles files;
  private History history;
  private RouteSet running = new RouteSet(new TreeMap<>());

  @BeforeEach
  void begin() throws IOException {
    System.setProperty("dromail.home", home.toString());
    gateway = new StandInApi();
    files = new OperatorFiles(home.resolve("routes"), home.resolve("templates"), home);
    history = new History(home.resolve("data/history"));
    write("routes/lanes.camel.yaml", "one\ntwo\n");
    write("templates/welcome/subject.ftl", "Welcome\n");
    take();
    write("routes/lanes.camel.yaml", "one\nthree\n");
    write("routes/own.camel.yaml", "own\n");
    take();
  }

  @AfterEach
  void end() {
    gateway.close();
    System.clearProperty("dromail.home");
  }

  @Test
  void tellsThatTheNewestEditIsInForce() {
    says(
        "\"digest\":\"abc\",\"since\":\"2020-02-03T12:00:00Z\",\"applied\":3,\"refused\":1,\"files\":60,\"routes\":84,\"draining\":0");

    String expected =
        """
          in force  abc, since TIME: 84 routes, 60 files
          edits     3 taken, 1 refused
        """;
    for (String[] typed : new String[][] {{"routes"}, {"routes", "status"}}) {
      Typed answer = ask(typed);
      assertThat(timeless(answer.out())).isEqualTo(expected);
      assertThat(answer.status()).isZero();
    }
  }

  @Test
  void tellsWhyTheNewestEditWasRefused() {
    says(
        "\"digest\":\"abc\",\"since\":\"2020-02-03T12:00:00Z\",\"applied\":3,\"refused\":2,\"files\":1,\"routes\":1,\"draining\":2,"
            + "\"rejected\":[\"lanes.camel.yaml:12:9: there is no lan\\u001b[2Je\"],\"rejected_at\":\"2020-02-03T12:00:00Z\"");

    Typed answer = ask("routes", "status");
    assertThat(timeless(answer.out()))
        .isEqualTo(
            """
              in force  abc, since TIME: 1 route, 1 file
              edits     3 taken, 2 refused
              draining  2 old routes finish what is in work

            refused at TIME; what is in force goes on:
              lanes.camel.yaml:12:9: there is no lan[2Je
            """);
    assertThat(answer.status()).isEqualTo(1);
  }

  @Test
  void tellsThatNobodyAnswers() {
    Typed answer = dromail("routes", "status", "--management", NOBODY);

    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).contains("No Dromail answers at http://127.0.0.1:1");
  }

  @Test
  void tellsThatAStrangerAnswers() {
    gateway.answers("/health", 200, "{\"status\":\"UP\"}");

    assertThat(ask("routes", "status").status()).isEqualTo(2);
    assertThat(ask("routes", "status").err()).contains("says nothing about routes");
  }

  @Test
  void asksTheGatewayHereUnlessItsPortIsUnknown() throws IOException {
    write("application.properties", "dromail.management.port=0\n");

    assertThat(dromail("routes", "status").err())
        .startsWith("dromail.management.port is 0; give --management");
  }

  @Test
  void listsTheHistoryWithTheNewestFirst() throws IOException {
    says("\"digest\":\"" + running.digest() + "\"");
    String second = running.digest();
    write("routes/lanes.camel.yaml", "one\ntwo\n");
    Files.delete(home.resolve("routes/own.camel.yaml"));
    take();

    assertThat(timeless(ask("routes", "history").out()))
        .isEqualTo(
            """
                 n  time  by   digest        what changed
                 3  TIME  ada  FIRST  rolled back to 1: routes/lanes.camel.yaml, -routes/own.camel.yaml
              *  2  TIME  ada  SECOND  routes/lanes.camel.yaml, +routes/own.camel.yaml
                 1  TIME  ada  FIRST  as it was at a start
            """
                .replace("FIRST", running.digest())
                .replace("SECOND", second));
  }

  @Test
  void listsTheHistoryWhenNobodyAnswers() {
    Typed answer = dromail("routes", "history", "--management", NOBODY);

    assertThat(answer.status()).isZero();
    assertThat(answer.out()).hasLineCount(3).doesNotContain("*");
  }

  @Test
  void showsWhatAnEditChanged() {
    assertThat(dromail("routes", "diff", "2"))
        .isEqualTo(
            new Typed(
                0,
                """
                --- a/routes/lanes.camel.yaml
                +++ b/routes/lanes.camel.yaml
                @@ -1,2 +1,2 @@
                 one
                -two
                +three
                --- /dev/null
                +++ b/routes/own.camel.yaml
                @@ -0,0 +1,1 @@
                +own
                """,
                ""));
    assertThat(dromail("routes", "diff", "2", "1").out()).contains("-three\n+two", "-own");
  }

  @Test
  void showsWhatIsEditedAndNotInForce() throws IOException {
    assertThat(dromail("routes", "diff").out()).isEmpty();
    write("templates/welcome/subject.ftl", "Hello\n");

    assertThat(dromail("routes", "diff").out()).contains("-Welcome\n+Hello");
  }

  @Test
  void knowsNoOtherNumbers() {
    assertThat(dromail("routes", "diff", "9"))
        .isEqualTo(
            new Typed(1, "", "There is no 9 in the history; see ./dromail routes history.\n"));
    assertThat(dromail("routes", "rollback", "9").status()).isEqualTo(1);
  }

  @Test
  void rollsBackWhenNobodyRuns() throws IOException {
    Typed answer = dromail("routes", "rollback", "1", "--management", NOBODY);

    assertThat(answer)
        .isEqualTo(
            new Typed(
                0,
                """
                  wrote   routes/lanes.camel.yaml
                  deleted routes/own.camel.yaml
                No Dromail answers here; the next start takes them.
                """,
                ""));
    assertThat(files.read().digest()).isEqualTo(history.entry(1).orElseThrow().digest());
  }

  @Test
  void rollsBackAndWaitsUntilTheGatewayHasTakenIt() {
    String first = history.entry(1).orElseThrow().digest();
    says("\"digest\":\"" + running.digest() + "\"");
    says("\"digest\":\"" + first + "\"");

    Typed answer = ask("routes", "rollback", "1");
    assertThat(answer.out()).endsWith("in force " + first + "\n");
    assertThat(answer.status()).isZero();
  }

  @Test
  void tellsWhyTheGatewayRefusedARollback() {
    says(
        "\"digest\":\"abc\",\"rejected\":[\"x.camel.yaml:1:1: an older one\"],\"rejected_at\":\"2020-02-03T12:00:00Z\"");
    says(
        "\"digest\":\"abc\",\"rejected\":[\"beans.camel.yaml:3:1: takes effect at a start only\"],\"rejected_at\":\""
            + Instant.now().plusSeconds(5)
            + "\"");

    Typed answer = ask("routes", "rollback", "1");
    assertThat(answer.out()).contains("refused at").endsWith("takes effect at a start only\n");
    assertThat(answer.status()).isEqualTo(1);
  }

  @Test
  void refusesToRollBackWhatIsMounted() throws IOException {
    Files.createDirectory(home.resolve("routes/..1"));
    Files.createSymbolicLink(home.resolve("routes/..data"), Path.of("..1"));

    Typed answer = dromail("routes", "rollback", "1", "--management", NOBODY);
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).startsWith("Not rolled back, nothing was changed: ");
  }

  private void says(String routes) {
    gateway.answers(
        "/health", 200, "{\"status\":\"UP\",\"details\":{\"routes\":{" + routes + "}}}");
  }

  private Typed ask(String... typed) {
    String[] all = java.util.Arrays.copyOf(typed, typed.length + 2);
    all[typed.length] = "--management";
    all[typed.length + 1] = gateway.url();
    return dromail(all);
  }

  private static String timeless(String text) {
    return text.replaceAll("(\\d{4}-)?(\\d\\d-\\d\\d )?\\d\\d:\\d\\d(:\\d\\d)?", "TIME")
        .replaceAll("time +by", "time  by");
  }

  private void take() throws IOException {
    RouteSet set = files.read();
    history.stage(set);
    history.keep(set, running, ADA);
    running = set;
  }

  private void write(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}

package io.dromail.command;

import static io.dromail.command.Typed.dromail;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetryCommandTest {

  private static final String TIME = "(\\d\\d-\\d\\d )?\\d\\d:\\d\\d:\\d\\d";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file =
        Files.writeString(
            folder.resolve("retry.yaml"),
            """
            maximum-age: 2d
            jitter: 10%
            rules:
              - name: login-refused
                stage: login
                code: 535
                pause: 5m
              - name: slow-down
                code: 452
                slow: 60s
                retry: 1m, 2h
              - name: policy
                enhanced: 5.7.x
                text: spam
                dead: true
            default: 1d*3
            """);
  }

  @Test
  void showsTheWholeSchedule() {
    String schedule =
        """
          line  rule           what it fits → what happens then
          4     login-refused  login, 535
                               → pause 5m
          8     slow-down      452
                               → slow 1m; 1m, 2h
          12    policy         5.7.x, /spam/
                               → dead
          16    default        every other transient failure
                               → 1d*3

        The first that fits decides; no attempt after 2d.
        A delay comes as it is, 10% shorter or 10% longer.
        A mail that a limit holds is back after one of these delays, or of 1s, 5s, 15s.
        In the broker that makes 13 queues.
        """;

    assertThat(dromail("retry", "--file", file.toString())).isEqualTo(new Typed(0, schedule, ""));
    assertThat(dromail("retry", "list", "--file", file.toString()).out()).isEqualTo(schedule);
  }

  @Test
  void explainsWhenTheAttemptsWouldBe() {
    assertThat(explain("452 4.3.2 too many connections"))
        .isEqualTo(
            """
            452 4.3.2 too many connections
              rule slow-down, line 8 of retry.yaml (before the final dot)

            The whole profile goes slowly for 1m.

              attempt  delay  since acceptance  at
              1                                 TIME
              2        1m     1m                TIME
              3        2h     2h 1m             TIME

            Then: dead letter, exhausted: no delay is left.
            A delay comes as it is, 10% shorter or 10% longer.
            """);
  }

  @Test
  void explainsThatAMailGrowsTooOld() {
    assertThat(explain("451 4.3.0 lookup failure"))
        .contains("rule default, line 16", "3        1d     2d                TIME")
        .doesNotContain("4        1d")
        .contains("Then: dead letter, exhausted: the mail would be older than 2d.");
  }

  @Test
  void explainsAPauseWhichItExpectsAtTheLogin() {
    assertThat(explain("535 5.7.8 Username and Password not accepted"))
        .isEqualTo(
            """
            535 5.7.8 Username and Password not accepted
              rule login-refused, line 4 of retry.yaml (at the login)

            The whole profile rests for 5m, then the mail is tried again; no attempt is burned.
            When it is 2d old: dead letter, exhausted.
            """);
  }

  @Test
  void explainsDeathWithAndWithoutARule() {
    assertThat(explain("550 5.7.1 spam"))
        .endsWith(
            "rule policy, line 12 of retry.yaml (before the final dot)\n\nDead letter at once, permanent.\n");
    assertThat(explain("550", "5.1.1", "no such user"))
        .isEqualTo(
            """
            550 5.1.1 no such user
              no rule fits, and it is a refusal for good (before the final dot)

            Dead letter at once, permanent.
            """);
  }

  @Test
  void explainsWhatNobodyKnows() {
    assertThat(explain("connection reset", "--stage", "end-of-data"))
        .contains("unknown whether the mail was taken (after the final dot)")
        .endsWith("The lane decides: unknown: hold, resend or treat-as-sent.\n");
  }

  @Test
  void takesTheStageItIsTold() {
    assertThat(explain("535 5.7.8 spam", "--stage", "transaction")).contains("rule policy");
    assertThat(dromail("retry", "explain", "450", "--stage", "logon"))
        .isEqualTo(
            new Typed(
                2,
                "",
                "--stage must be connect, login, transaction or end-of-data, not 'logon'.\n"));
  }

  @Test
  void saysWhatIsWrongWithABrokenFile() throws IOException {
    Files.writeString(file, "maximum-age: 2d\ndefault: soon\n");
    Typed broken =
        new Typed(
            2,
            "",
            "retry.yaml:2: default must be delays such as 30s or 1m, 5m*2, 30m (units: s, m, h,"
                + " d), not 'soon'.\n");

    assertThat(dromail("retry", "--file", file.toString())).isEqualTo(broken);
    assertThat(dromail("retry", "explain", "450", "--file", file.toString())).isEqualTo(broken);
  }

  @Test
  void readsTheScheduleBesideTheRoutes() {
    assertThat(dromail("retry", "explain", "450 4.2.0 greylisted").out())
        .contains("rule greylisting, line ");
  }

  @Test
  void fitsATerminal() {
    assertThat(dromail("retry", "explain", "--help").out().lines())
        .allMatch(line -> line.length() <= 80);
    assertThat(dromail("retry", "--help").out().lines()).allMatch(line -> line.length() <= 80);
  }

  private String explain(String... words) {
    String[] arguments = new String[words.length + 4];
    arguments[0] = "retry";
    arguments[1] = "explain";
    arguments[2] = "--file";
    arguments[3] = file.toString();
    System.arraycopy(words, 0, arguments, 4, words.length);
    Typed typed = dromail(arguments);
    assertThat(typed.status()).as(typed.err()).isZero();
    return typed.out().replaceAll(TIME, "TIME");
  }
}

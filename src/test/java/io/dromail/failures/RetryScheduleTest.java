package io.dromail.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.failures.Decision.Kind;
import io.dromail.mail.PastAttempt;
import io.dromail.mail.SmtpFailure.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {

  private static final Path SHIPPED = Path.of("src/main/resources/routes/retry.yaml");
  private static final Instant ACCEPTED = Instant.parse("2026-11-23T14:00:00Z");
  private static final IntUnaryOperator MIDDLE = variants -> variants / 2;

  private static final String RULES =
      """
      maximum-age: 2d
      rules:
        - name: login
          stage: login, connect
          code: 5xx
          pause: 5m
        - name: slow-down
          code: 452
          enhanced: 4.3.2
          slow: 60s
        - name: busy
          code: 45x
          enhanced: 4.7.5xx
          slow: 5m
          retry: 1m*2
        - name: greylisting
          code: 450, 451
          text: gr[ae]ylist
          retry: 15m, 30m
        - name: mailbox-full
          enhanced: x.2.2
          retry: 1h, 6h, 1d
        - name: policy
          enhanced: 5.7.x
          dead: true
      default: 30s, 5m*2
      """;

  @TempDir private Path folder;
  private final List<PastAttempt> history = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LOGIN       | 535 5.7.8 no                  | login
          CONNECT     | 554 5.7.1 no                  | login
          TRANSACTION | 535 5.7.8 no                  | policy
          LOGIN       | 454 4.7.0 later               | default
          TRANSACTION | 452 4.3.2 too many            | slow-down
          TRANSACTION | 452 4.3.1 no space            | default
          TRANSACTION | 451 4.7.500 busy              | busy
          TRANSACTION | 451 4.7.51 busy               | default
          TRANSACTION | 450 4.2.0 GREYLISTED          | greylisting
          TRANSACTION | 451 please: Graylisted        | greylisting
          TRANSACTION | 452 4.2.0 greylisted          | default
          TRANSACTION | 552 5.2.2 full                | mailbox-full
          TRANSACTION | 452 4.2.2 full                | mailbox-full
          TRANSACTION | 552 5.2.20 full               | ''
          TRANSACTION | 550 5.7.26 unauthenticated    | policy
          TRANSACTION | 550 15.7.1 no                 | ''
          TRANSACTION | 550 5.1.1 no such user        | ''
          TRANSACTION | connection reset              | default
          """)
  void letsTheFirstRuleThatFitsDecide(Stage stage, String words, String rule) throws IOException {
    assertThat(decide(RULES, stage, words).rule()).isEqualTo(rule);
  }

  @Test
  void countsEachRuleByItsOwnHits() throws IOException {
    assertThat(delays(RULES, "450 greylisted", 2)).containsExactly("15m", "30m");
    assertThat(delays(RULES, "552 5.2.2 full", 1)).containsExactly("1h");
    assertThat(delays(RULES, "451 no", 3)).containsExactly("30s", "5m", "5m");
    assertThat(delays(RULES, "552 5.2.2 full", 2)).containsExactly("6h", "1d");

    assertThat(decide(RULES, Stage.TRANSACTION, "450 greylisted"))
        .isEqualTo(new Decision(Kind.DEAD, null, "greylisting", "exhausted", null));
  }

  @Test
  void slowsTheProfileAndTriesTheMailAgainByDefault() throws IOException {
    assertThat(decide(RULES, Stage.TRANSACTION, "452 4.3.2 too many connections"))
        .isEqualTo(
            new Decision(
                Kind.RETRY, Duration.ofSeconds(30), "slow-down", "", Duration.ofSeconds(60)));
    assertThat(delays(RULES, "452 4.3.2 too many", 3)).containsExactly("30s", "5m", "5m");
  }

  @Test
  void pausesTheProfileHoweverOften() throws IOException {
    for (int i = 0; i < 20; i++) {
      assertThat(decide(RULES, Stage.LOGIN, "535 no"))
          .isEqualTo(new Decision(Kind.PAUSE, Duration.ofMinutes(5), "login", "", null));
      history.add(past("login"));
    }
  }

  @Test
  void letsARuleOutweighTheClassifier() throws IOException {
    String file = file("code: 550", "retry: 1m");
    Reply reply = Reply.parse(Stage.TRANSACTION, "550 5.1.1 no such user");

    assertThat(
            schedule(file, MIDDLE)
                .decide(FailureKind.PERMANENT, reply, history, ACCEPTED, ACCEPTED))
        .isEqualTo(new Decision(Kind.RETRY, Duration.ofMinutes(1), "it", "", null));
  }

  @Test
  void leavesWhatNoServerSaidToTheClassifier() throws IOException {
    assertThat(decide(FailureKind.PERMANENT))
        .isEqualTo(new Decision(Kind.DEAD, null, "", "permanent", null));
    assertThat(decide(FailureKind.TRANSIENT))
        .isEqualTo(new Decision(Kind.RETRY, Duration.ofSeconds(30), "default", "", null));
    assertThat(decide(FailureKind.UNKNOWN).kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(decide(FailureKind.INTERRUPTED).kind()).isEqualTo(Kind.INTERRUPTED);
  }

  @Test
  void triesNoMailAgainThatWouldBeTooOld() throws IOException {
    RetrySchedule schedule = schedule(RULES, MIDDLE);
    Reply full = Reply.parse(Stage.TRANSACTION, "552 5.2.2 full");
    Reply login = Reply.parse(Stage.LOGIN, "535 no");
    Instant justInTime = ACCEPTED.plus(Duration.ofHours(47));
    Instant tooLate = justInTime.plusSeconds(1);

    assertThat(schedule.decide(FailureKind.TRANSIENT, full, history, ACCEPTED, justInTime).kind())
        .isEqualTo(Kind.RETRY);
    assertThat(schedule.decide(FailureKind.TRANSIENT, full, history, ACCEPTED, tooLate))
        .isEqualTo(new Decision(Kind.DEAD, null, "mailbox-full", "exhausted", null));
    assertThat(
            schedule.decide(
                FailureKind.TRANSIENT, login, history, ACCEPTED, ACCEPTED.plus(Duration.ofDays(2))))
        .isEqualTo(new Decision(Kind.DEAD, null, "login", "exhausted", null));
  }

  @Test
  void spreadsADelayOverThreeVariants() throws IOException {
    String file = "jitter: 10%\n" + RULES;
    Reply reply = Reply.parse(Stage.TRANSACTION, "451 no");
    List<String> variants = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int chosen = i;
      RetrySchedule schedule = schedule(file, bound -> chosen);
      Decision decision =
          schedule.decide(FailureKind.TRANSIENT, reply, history, ACCEPTED, ACCEPTED);
      variants.add(RetrySchedule.label(decision.delay()));
    }

    assertThat(variants).containsExactly("27s", "30s", "33s");
  }

  @Test
  void chancesUponEveryVariant() throws IOException {
    RetrySchedule schedule = RetrySchedule.load(write("jitter: 10%\n" + RULES));
    List<Duration> chosen = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      chosen.add(schedule.decide(FailureKind.TRANSIENT, null, history, ACCEPTED, ACCEPTED).delay());
    }

    assertThat(chosen)
        .contains(Duration.ofSeconds(27), Duration.ofSeconds(30), Duration.ofSeconds(33));
  }

  @Test
  void knowsEveryDelayThatMayCome() throws IOException {
    String file =
        """
        maximum-age: 1d
        jitter: 20%
        holds: 3s
        rules:
          - {name: a, code: 421, retry: "5m*3, 2s"}
          - {name: b, stage: login, pause: 10m}
        default: 5m
        """;

    assertThat(schedule(file, MIDDLE).delays().stream().map(RetrySchedule::label))
        .containsExactly("2s", "3s", "4m", "5m", "6m", "10m");
    assertThat(schedule(file.replace("20%", "0%"), MIDDLE).delays())
        .containsExactly(
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10));
  }

  @Test
  void holdsMailsThatReachALimitForSeconds() throws IOException {
    RetrySchedule schedule = schedule(RULES, MIDDLE);

    assertThat(schedule.holds())
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15));
    assertThat(schedule.byLabel()).containsKeys("1s", "5s", "15s", "30s");
    assertThat(schedule.atMost(Duration.ofMillis(200))).hasSeconds(1);
    assertThat(schedule.atMost(Duration.ofMillis(4_999))).hasSeconds(1);
    assertThat(schedule.atMost(Duration.ofSeconds(15))).hasSeconds(15);
    assertThat(schedule.atMost(Duration.ofDays(9))).hasDays(1);
  }

  @ParameterizedTest
  @CsvSource({"30,30s", "60,1m", "90,90s", "6480,108m", "7200,2h", "86400,1d", "90000,25h"})
  void namesADelayInItsShortestExactForm(long seconds, String label) {
    assertThat(RetrySchedule.label(Duration.ofSeconds(seconds))).isEqualTo(label);
  }

  /** What the users were promised; the delays after these may change. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          421 4.7.0 try again later         | 1m, 5m, 5m, 30m
          450 4.2.0 greylisted              | 15m, 30m
          552 5.2.2 over quota              | 1h, 6h, 1d
          451 4.3.0 temporary lookup failure | 30s, 5m, 30m, 2h, 6h
          """)
  void isShippedWithSensibleDelays(String words, String expected) throws IOException {
    List<String> delays = List.of(expected.split(", "));

    assertThat(delays(Files.readString(SHIPPED), words, delays.size())).isEqualTo(delays);
  }

  @Test
  void isShippedWithFewQueues() {
    assertThat(RetrySchedule.load(SHIPPED).delays()).hasSizeLessThan(40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"421 4.3.2 closing", "connection refused"})
  void isShippedToOutlastADayWithoutAProvider(String words) throws IOException {
    RetrySchedule schedule = schedule(Files.readString(SHIPPED), MIDDLE);
    Reply reply = Reply.parse(Stage.CONNECT, words);
    Instant now = ACCEPTED;
    for (Decision next = null; next == null || next.kind() == Kind.RETRY; ) {
      next = schedule.decide(FailureKind.TRANSIENT, reply, history, ACCEPTED, now);
      history.add(past(next.rule()));
      now = next.delay() == null ? now : now.plus(next.delay());
    }

    assertThat(now).isAfter(ACCEPTED.plus(Duration.ofHours(36)));
  }

  private Decision decide(String file, Stage stage, String words) throws IOException {
    Reply reply = Reply.parse(stage, words);
    FailureKind kind = new FailureClassifier().classify(reply);
    return schedule(file, MIDDLE).decide(kind, reply, history, ACCEPTED, ACCEPTED);
  }

  private Decision decide(FailureKind kind) throws IOException {
    return schedule(RULES, MIDDLE).decide(kind, null, history, ACCEPTED, ACCEPTED);
  }

  /** The delays of that many failures in a row, which are remembered. */
  private List<String> delays(String file, String words, int times) throws IOException {
    List<String> delays = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Decision decision = decide(file, Stage.TRANSACTION, words);
      delays.add(RetrySchedule.label(decision.delay()));
      history.add(past(decision.rule()));
    }
    return delays;
  }

  private static PastAttempt past(String rule) {
    return new PastAttempt(ACCEPTED, rule, 0, "", "");
  }

  private static String file(String fits, String then) {
    return """
    maximum-age: 2d
    rules:
      - name: it
        %s
        %s
    default: 30s
    """
        .formatted(fits, then);
  }

  private RetrySchedule schedule(String text, IntUnaryOperator dice) throws IOException {
    return RetrySchedule.load(write(text), dice);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("retry.yaml"), text);
  }
}

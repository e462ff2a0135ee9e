package io.dromail.failures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import freemarker.template.MalformedTemplateNameException;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureClassifierTest {

  private final FailureClassifier classifier = new FailureClassifier();
  private final RetrySchedule schedule =
      RetrySchedule.load(Path.of("src/main/resources/routes/retry.yaml"), variants -> variants / 2);

  /** What providers say, what it means for the mail, and what the shipped schedule makes of it. */
  @ParameterizedTest(name = "{0}: {4}")
  @CsvFileSource(resources = "replies.csv", delimiter = '|')
  void decidesByReplyAndStage(
      String provider, Stage stage, FailureKind kind, String decision, String words) {
    Reply reply = Reply.parse(stage, words);
    SmtpFailure failure =
        new SmtpFailure(
            stage, reply.code(), reply.enhanced(), "mx.example.org:25 failed: " + words, null);

    assertThat(classifier.classify(reply)).isEqualTo(kind);
    assertThat(classifier.classify(failure)).isEqualTo(kind);
    assertThat(Reply.of(failure)).isEqualTo(reply);
    assertThat(words(schedule.decide(kind, reply, List.of(), Instant.EPOCH, Instant.EPOCH)))
        .isEqualTo(decision);
  }

  @Test
  void pausesTheProfileWhenItCannotEvenTryToLogIn() {
    Reply none =
        Reply.of(new SmtpFailure(Stage.LOGIN, -1, "", "id.example.com gave no token", null));

    assertThat(
            words(
                schedule.decide(
                    classifier.classify(none), none, List.of(), Instant.EPOCH, Instant.EPOCH)))
        .isEqualTo("login-failed pause 1m");
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT,TRANSIENT",
    "LOGIN,TRANSIENT",
    "TRANSACTION,TRANSIENT",
    "END_OF_DATA,UNKNOWN"
  })
  void doesNotKnowWhatBecameOfAMailWithoutTheLastReply(Stage stage, FailureKind kind) {
    SmtpFailure failure =
        new SmtpFailure(stage, -1, "", "the connection broke", new SocketTimeoutException());

    assertThat(classifier.classify(failure)).isEqualTo(kind);
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"CONNECT", "LOGIN"})
  void doesNotBlameTheMailForTheProfile(Stage stage) {
    for (int code : new int[] {421, 454, 500, 530, 534, 535, 550, 554}) {
      assertThat(classifier.classify(new SmtpFailure(stage, code, "", "", null)))
          .isEqualTo(FailureKind.TRANSIENT);
    }
  }

  static Stream<Arguments> thrown() {
    return Stream.of(
        Arguments.of(new IOException("reset"), FailureKind.TRANSIENT),
        Arguments.of(new MessagingException("?"), FailureKind.TRANSIENT),
        Arguments.of(new NullPointerException(), FailureKind.TRANSIENT),
        Arguments.of(new OutOfMemoryError(), FailureKind.TRANSIENT),
        Arguments.of(new PermanentFailure("no template", null), FailureKind.PERMANENT),
        Arguments.of(new JsonParseException(null, "not JSON"), FailureKind.PERMANENT),
        Arguments.of(new MalformedTemplateNameException("..", "?"), FailureKind.PERMANENT),
        Arguments.of(new AddressException("no domain"), FailureKind.PERMANENT),
        Arguments.of(new InterruptedException(), FailureKind.INTERRUPTED),
        Arguments.of(new RejectedExecutionException("stopping"), FailureKind.INTERRUPTED));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void decidesByWhatWasThrown(Throwable thrown, FailureKind kind) {
    assertThat(classifier.classify(thrown)).isEqualTo(kind);
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void looksForTheCause(Throwable thrown, FailureKind kind) {
    Throwable wrapped =
        new RuntimeCamelException(new CamelExchangeException("in a route", null, thrown));

    assertThat(classifier.classify(wrapped)).isEqualTo(kind);
  }

  /** The rule, or - where the classifier decided, and what comes first. */
  private static String words(Decision decision) {
    String rule = decision.rule().isEmpty() ? "-" : decision.rule();
    String slow =
        decision.slowFor() == null ? "" : " slow " + RetrySchedule.label(decision.slowFor());
    return rule
        + slow
        + switch (decision.kind()) {
          case RETRY -> " " + RetrySchedule.label(decision.delay());
          case PAUSE -> " pause " + RetrySchedule.label(decision.delay());
          default -> " " + decision.kind().name().toLowerCase(Locale.ROOT);
        };
  }
}

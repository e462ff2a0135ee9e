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
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureClassifierTest {

  private static final Pattern REPLY = Pattern.compile("(\\d{3})[ -](\\d\\.\\d+\\.\\d+)?.*");

  private final FailureClassifier classifier = new FailureClassifier();

  /** What providers say, and what it means for the mail. */
  @ParameterizedTest(name = "{0}: {3}")
  @CsvFileSource(resources = "replies.csv", delimiter = '|')
  void decidesByReplyAndStage(String provider, Stage stage, FailureKind kind, String words) {
    Matcher reply = REPLY.matcher(words);
    assertThat(reply.matches()).isTrue();
    String enhanced = reply.group(2) == null ? "" : reply.group(2);

    SmtpFailure failure =
        new SmtpFailure(stage, Integer.parseInt(reply.group(1)), enhanced, words, null);

    assertThat(classifier.classify(failure)).isEqualTo(kind);
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
}

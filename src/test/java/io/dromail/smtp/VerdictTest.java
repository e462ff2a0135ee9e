package io.dromail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromail.smtp.Outcome.Fate;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

  private final IOException reset = new IOException("reset");

  /** The replies to MAIL, to two recipients and to DATA as far as they came; 421 comes last. */
  @ParameterizedTest
  @CsvSource({
    "'',                true,  false, LOST",
    "'',                false, false, UNTOUCHED",
    "'',                false, true,  UNKNOWN",
    "250,               false, false, LOST",
    "250 250,           false, true,  UNKNOWN",
    "250 250 250,       false, true,  UNKNOWN",
    "550,               false, true,  REFUSED",
    "250 550 550,       false, true,  REFUSED",
    "250 550 250 354,   false, true,  UNKNOWN",
    "421,               true,  false, REFUSED",
    "421,               false, false, UNTOUCHED",
    "250 421,           false, false, REFUSED",
    "250 250 250 421,   false, false, REFUSED"
  })
  void tellsWhatIsKnownOfAMailWhoseConnectionWent(
      String replies, boolean first, boolean endLeft, Fate fate) {
    Verdict verdict = new Verdict(2);
    IOException lost = note(verdict, replies);

    Outcome outcome = verdict.whenLost(lost, first, endLeft);

    assertThat(outcome.fate()).isEqualTo(fate);
    assertThat(outcome.afterContent()).isEqualTo(fate == Fate.UNKNOWN);
  }

  /** The code that decides, and how many recipients were told something. */
  @ParameterizedTest
  @CsvSource({
    "550 503 503 503,  550,  0",
    "250 550 451 503,  ,     2",
    "250 250 550 452,  452,  2"
  })
  void saysWhoRefusedTheEnvelope(String replies, Integer code, int told) {
    Verdict verdict = new Verdict(2);
    note(verdict, replies);

    Outcome outcome = verdict.toEnvelope();

    assertThat(outcome.fate()).isEqualTo(Fate.REFUSED);
    assertThat(outcome.reply() == null ? null : outcome.reply().code()).isEqualTo(code);
    assertThat(outcome.toRecipients()).hasSize(told);
  }

  /** What was said to all of it is about the content only where the envelope was taken. */
  @ParameterizedTest
  @CsvSource({
    "250 250 550, 250, TAKEN,   true",
    "250 250 550, 552, REFUSED, true",
    "250 550 550, 554, REFUSED, false",
    "550 503 503, 503, REFUSED, false",
    "250 550 550, 421, REFUSED, true"
  })
  void tellsContentFromEnvelopeAfterBdat(
      String replies, int last, Fate fate, boolean aboutContent) {
    Verdict verdict = new Verdict(2);
    note(verdict, replies);

    Outcome outcome = verdict.toAll(new Reply(last, "last"));

    assertThat(outcome.fate()).isEqualTo(fate);
    assertThat(outcome.afterContent()).isEqualTo(aboutContent);
  }

  @Test
  void allowsWhatMayComeToSomething() throws Exception {
    Verdict verdict = new Verdict(1);
    assertThat(verdict.allows(0)).isTrue();
    verdict.note(0, new Reply(250, "a"));
    assertThat(verdict.allows(1)).isTrue();
    verdict.note(1, new Reply(550, "b"));
    assertThat(verdict.allows(2)).as("DATA for nobody").isFalse();
  }

  @Test
  void allowsNothingAfterTheSenderWasRefused() throws Exception {
    Verdict verdict = new Verdict(1);
    verdict.note(0, new Reply(550, "a"));
    assertThat(verdict.allows(1)).isFalse();
  }

  @Test
  void breaksOffWhenTheServerSaysThatItCloses() {
    assertThatThrownBy(() -> new Verdict(1).note(0, new Reply(421, "a")))
        .isInstanceOf(Verdict.Closes.class)
        .hasMessage("a");
  }

  /** What ends it: the server's 421, or else the connection. */
  private IOException note(Verdict verdict, String replies) {
    int command = 0;
    for (String code : replies.isEmpty() ? new String[0] : replies.split(" ")) {
      try {
        verdict.note(command++, new Reply(Integer.parseInt(code), code));
      } catch (Verdict.Closes closes) {
        return closes;
      }
    }
    return reset;
  }
}

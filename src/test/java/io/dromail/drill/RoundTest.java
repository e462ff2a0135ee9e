package io.dromail.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The drill has to fail when it should: each violation is one here. */
class RoundTest {
  private static final String MESSAGE_ID = "<1@example.com>";

  private final Ledger ledger = new Ledger();
  private final Round round = new Round(1, RoundKind.STOP);

  @Test
  void passesWhatArrivedOnce() {
    ledger.arrived(accepted(Fate.PLAIN), 0, MESSAGE_ID);

    assertThat(round.violations()).isEmpty();
  }

  @Test
  void missesWhatWasAcceptedAndNeverArrived() {
    accepted(Fate.GREYLISTED);

    assertThat(round.lost()).hasSize(1);
    assertThat(round.violations()).singleElement().asString().contains("1 lost", "greylisted");
  }

  @Test
  void missesNothingThatWasNeverAccepted() {
    handedIn(Fate.PLAIN);

    assertThat(round.notAccepted()).isEqualTo(1);
    assertThat(round.violations()).isEmpty();
  }

  @Test
  void countsCopiesAlsoOfWhatWasNeverAccepted() {
    Parcel parcel = handedIn(Fate.PLAIN);
    ledger.arrived(parcel, 0, MESSAGE_ID);
    ledger.arrived(parcel, 0, MESSAGE_ID);

    assertThat(round.doubled()).isEqualTo(1);
    assertThat(round.violations()).singleElement().asString().contains("1 doubled, with 0 allowed");
  }

  @Test
  void allowsKillOneCopyForEachSender() {
    Round kill = new Round(2, RoundKind.KILL);
    Parcel parcel = ledger.open(Fate.PLAIN);
    kill.add(parcel);
    for (int copies = 0; copies <= Site.SENDERS; copies++) {
      ledger.arrived(parcel, 0, MESSAGE_ID);
    }
    assertThat(kill.violations()).isEmpty();

    ledger.arrived(parcel, 0, MESSAGE_ID);

    assertThat(kill.violations()).hasSize(1);
  }

  @Test
  void seesAnotherMessageId() {
    ledger.arrived(accepted(Fate.PLAIN), 0, "<2@example.com>");

    assertThat(round.violations()).singleElement().asString().contains("several Message-IDs");
  }

  @Test
  void acceptsNoDeadLetterInPlaceOfAMailThatHadNoTrouble() {
    accepted(Fate.PLAIN).dead(0, "exhausted", "stopped");

    assertThat(round.deadWithoutReason()).hasSize(1);
    assertThat(round.lost()).hasSize(1);
  }

  @Test
  void acceptsDeadLetterOfARefusal() {
    Parcel parcel = accepted(Fate.REFUSED);
    assertThat(round.lost()).hasSize(1);

    parcel.dead(0, "permanent", "550");

    assertThat(round.violations()).isEmpty();
  }

  @Test
  void wantsBothTheCopyAndTheDeadLetterOfAMailWithoutAnAnswer() {
    Parcel parcel = accepted(Fate.TAKEN_UNANSWERED);
    ledger.arrived(parcel, 0, MESSAGE_ID);
    assertThat(round.lost()).hasSize(1);

    parcel.dead(0, "unknown", "[EOF]");

    assertThat(round.violations()).isEmpty();
  }

  @Test
  void wantsTwoOfThreeToArriveAndTheThirdToBeHeld() {
    Parcel parcel = accepted(Fate.ONE_OF_THREE);
    ledger.arrived(parcel, 0, MESSAGE_ID);
    parcel.dead(1, "permanent", "550");
    assertThat(round.lost()).hasSize(1);

    ledger.arrived(parcel, 2, MESSAGE_ID);
    assertThat(round.violations()).isEmpty();

    parcel.dead(0, "permanent", "550");
    assertThat(round.deadWithoutReason()).hasSize(1);
  }

  @Test
  void excusesUnknownWhenTheProviderWentAwayAfterTheDot() {
    Parcel parcel = accepted(Fate.PLAIN);
    parcel.answerLost();
    parcel.dead(0, "unknown", "[EOF]");

    assertThat(round.violations()).isEmpty();
  }

  @Test
  void countsTransactionThatAStopHasCutOff() {
    Parcel parcel = accepted(Fate.PLAIN);
    parcel.begun();
    parcel.begun();
    ledger.arrived(parcel, 0, MESSAGE_ID);

    assertThat(round.burned()).isEqualTo(1);
    assertThat(round.violations()).singleElement().asString().contains("burned by a stop");
  }

  private Parcel accepted(Fate fate) {
    Parcel parcel = handedIn(fate);
    ledger.accepted(parcel, "1", MESSAGE_ID);
    return parcel;
  }

  private Parcel handedIn(Fate fate) {
    Parcel parcel = ledger.open(fate);
    round.add(parcel);
    return parcel;
  }
}

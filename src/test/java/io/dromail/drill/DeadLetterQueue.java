package io.dromail.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.testing.DeadLetter;
import io.dromail.testing.Queues;

/** Dead letters in {@code mail.dead}, where they stay while there is no journal. */
final class DeadLetterQueue implements DeadLetterBox {
  private final String url;

  DeadLetterQueue(String url) {
    this.url = url;
  }

  @Override
  public void collect(Ledger ledger) {
    try (Queues queues = Queues.at(url)) {
      queues.takeDeadLetters().forEach(letter -> enter(letter, ledger));
    }
  }

  private static void enter(DeadLetter letter, Ledger ledger) {
    JsonNode open = letter.envelope().path("recipients");
    JsonNode addresses = open.isEmpty() ? letter.envelope().path("mail").path("to") : open;
    ledger.find(
        addresses.toString(),
        (parcel, recipient) ->
            parcel.dead(
                recipient, letter.header("Dromail-Failure"), letter.header("Dromail-Cause")));
  }
}

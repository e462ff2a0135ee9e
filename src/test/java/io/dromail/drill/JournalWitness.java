package io.dromail.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.testing.Gateway;
import io.dromail.testing.HttpAnswer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Asks the journal about some mails of a round, if there is one to ask. */
final class JournalWitness {
  private static final Duration IN_TIME = Duration.ofSeconds(30);
  private static final int SOME = 50;

  private final Supplier<Gateway> gateway;
  private final boolean there;

  JournalWitness(Supplier<Gateway> gateway) {
    this.gateway = gateway;
    there = get("/v1/emails?limit=1").status() == 200;
  }

  boolean isThere() {
    return there;
  }

  /** Complains when the journal doesn't say of a mail that it was sent, or counts a stop. */
  void question(Round round) {
    if (there) {
      List<Parcel> sent =
          round.parcels(
              parcel ->
                  parcel.isAccepted() && parcel.fate() == Fate.PLAIN && !parcel.isAnswerLost());
      int step = Math.max(1, sent.size() / SOME);
      for (int i = 0; i < sent.size(); i += step) {
        question(round, sent.get(i));
      }
    }
  }

  private void question(Round round, Parcel parcel) {
    String path = "/v1/emails/" + parcel.id();
    if (!Pause.until(() -> isSent(path), IN_TIME.toMillis(), 100)) {
      round.complain("the journal doesn't know that it was sent: " + parcel + ": " + get(path));
    } else if (round.kind() == RoundKind.STOP && get(path).json().path("attempts").size() > 1) {
      round.complain("a stop counted as an attempt: " + parcel + ": " + get(path));
    }
  }

  private boolean isSent(String path) {
    HttpAnswer answer = get(path);
    JsonNode event = answer.status() == 200 ? answer.json().path("last_event") : null;
    return event != null && event.asText().equals("sent");
  }

  private HttpAnswer get(String path) {
    Gateway there = gateway.get();
    return there.call(there.api(path).build());
  }
}

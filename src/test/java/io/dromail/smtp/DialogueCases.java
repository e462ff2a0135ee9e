package io.dromail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.smtp.Outcome.Fate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A dialogue with a {@link Peer} whom each case gives a script, and what is asked after it. */
@Timeout(60)
abstract class DialogueCases {

  static final String MAIL = "MAIL FROM:<me@a.example>";
  static final String ADA = "RCPT TO:<ada@b.example>";
  static final String BOB = "RCPT TO:<bob@b.example>";
  static final Letter TO_ADA = Letters.to("ada@b.example");
  static final Letter TO_BOTH = Letters.to("ada@b.example", "bob@b.example");

  Peer peer;
  Dialogue dialogue;

  @AfterEach
  void close() throws Exception {
    peer.close();
  }

  Outcome send(Letter letter) {
    return dialogue.send(letter, Followers.NONE);
  }

  void assertFate(Outcome outcome, Fate fate) {
    assertThat(outcome.fate()).isEqualTo(fate);
    assertThat(dialogue.isUsable()).isFalse();
  }

  /** The script has been played, and the connection may serve once more. */
  void assertUsable() throws Exception {
    peer.hasPlayed();
    assertThat(dialogue.isUsable()).isTrue();
  }
}

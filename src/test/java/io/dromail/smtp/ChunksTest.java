package io.dromail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.smtp.Outcome.Fate;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Envelope and content in one go (RFC 3030), to a server that is far. */
class ChunksTest extends DialogueCases {

  private final Habits habits = new Habits(Duration.ZERO);

  @BeforeEach
  void answersLate() {
    habits.answeredAfter(50_000_000);
  }

  @Test
  void triesBdatWithAPartOfALineAndThenSendsAllAtOnce() throws Exception {
    Letter dotted = Letters.with(".x\n\n", "ada@b.example");
    chunking(
        p -> {
          p.hear(MAIL, ADA).hearNothing().say("250 a", "250 b").hear("BDAT 1");
          assertThat(p.octets(1)).isEqualTo(".");
          p.hearNothing().say("250 c").hear("BDAT 5 LAST");
          assertThat(p.octets(5)).isEqualTo("x\r\n\r\n");
          p.hearNothing().say("250 d").hear(MAIL, ADA, "BDAT 6 LAST");
          assertThat(p.octets(6)).isEqualTo(".x\r\n\r\n");
          p.hearNothing().say("250 e", "250 f", "250 g");
        });

    assertThat(send(dotted).fate()).isEqualTo(Fate.TAKEN);
    assertThat(send(dotted).reply().text()).isEqualTo("250 g");
    assertUsable();
  }

  @Test
  void isUntouchedAndNotTriedAgainWhenTheServerDoesNotKnowBdatAfterAll() throws Exception {
    chunking(
        p -> {
          p.hear(MAIL, ADA).say("250 a", "250 b").hear("BDAT 1").octets(1);
          p.say("502 what?").hearGoodbye();
        });

    assertFate(send(TO_ADA), Fate.UNTOUCHED);

    dialogue.cut();
    peer.hasPlayed();
    peer.close();
    chunking(
        p -> {
          p.hear(MAIL, ADA, "DATA").say("250 a", "250 b", "354 c");
          p.hear("x", ".").say("250 d");
        });
    assertThat(send(TO_ADA).fate()).isEqualTo(Fate.TAKEN);
    assertUsable();
  }

  @Test
  void isRefusedInTheTrial() throws Exception {
    chunking(
        p -> {
          p.hear(MAIL, ADA).say("250 a", "550 b").hear("RSET").say("250 ok");
          p.hear(MAIL, ADA).say("250 a", "250 b").hear("BDAT 1").octets(1);
          p.say("452 no room");
        });

    assertThat(send(TO_ADA).toRecipients()).extracting(Reply::text).containsExactly("550 b");
    assertThat(dialogue.isUsable()).isTrue();
    Outcome outcome = send(TO_ADA);
    assertFate(outcome, Fate.REFUSED);
    assertThat(outcome.reply().text()).isEqualTo("452 no room");
  }

  @Test
  void isLostWhenTheServerClosesInTheTrial() throws Exception {
    chunking(
        p -> {
          p.hear(MAIL, ADA).say("250 a", "250 b").hear("BDAT 1").octets(1);
          p.hangUp();
        });

    assertFate(send(TO_ADA), Fate.LOST);
  }

  @Test
  void sendsToThoseWhoAreTaken() throws Exception {
    proven(
        p -> {
          p.hear(MAIL, ADA, BOB, "BDAT 3 LAST").octets(3);
          p.say("250 a", "550 b", "250 c", "250 d");
        });

    Outcome outcome = send(TO_BOTH);

    assertThat(outcome.fate()).isEqualTo(Fate.TAKEN);
    assertThat(outcome.toRecipients()).extracting(Reply::code).containsExactly(550, 250);
    assertUsable();
  }

  @Test
  void resetsWhenAllAreRefused() throws Exception {
    proven(
        p -> {
          p.hear(MAIL, ADA, "BDAT 3 LAST").octets(3);
          p.say("250 a", "550 b", "503 c").hear("RSET").say("250 ok");
        });

    Outcome outcome = send(TO_ADA);

    assertThat(outcome.fate()).isEqualTo(Fate.REFUSED);
    assertThat(outcome.reply()).isNull();
    assertThat(outcome.toRecipients()).extracting(Reply::text).containsExactly("550 b");
    assertUsable();
  }

  @Test
  void takesTheReplyToMailForTheReason() throws Exception {
    proven(
        p -> {
          p.hear(MAIL, ADA, "BDAT 3 LAST").octets(3);
          p.say("450 slowly", "503 b", "503 c").hear("RSET").say("250 ok");
        });

    Outcome outcome = send(TO_ADA);

    assertThat(outcome.reply().text()).isEqualTo("450 slowly");
    assertThat(outcome.afterContent()).isFalse();
    assertUsable();
  }

  @Test
  void resetsWhenTheContentIsRefused() throws Exception {
    proven(
        p -> {
          p.hear(MAIL, ADA, "BDAT 3 LAST").octets(3);
          p.say("250 a", "250 b", "554 spam").hear("RSET").say("250 ok");
        });

    Outcome outcome = send(TO_ADA);

    assertThat(outcome.fate()).isEqualTo(Fate.REFUSED);
    assertThat(outcome.reply().text()).isEqualTo("554 spam");
    assertThat(outcome.afterContent()).isTrue();
    assertUsable();
  }

  @Test
  void isUnknownWhenTheServerClosesWithoutAReply() throws Exception {
    proven(
        p -> {
          p.hear(MAIL, ADA, "BDAT 3 LAST").octets(3);
          p.hangUp();
        });

    assertFate(send(TO_ADA), Fate.UNKNOWN);
  }

  @Test
  void isUnknownWhenTheServerClosesAfterItTookARecipient() throws Exception {
    proven(
        p -> {
          p.hear(MAIL, ADA, BOB, "BDAT 3 LAST").octets(3);
          p.say("250 a", "550 b", "250 c").hangUp();
        });

    Outcome outcome = send(TO_BOTH);

    assertFate(outcome, Fate.UNKNOWN);
    assertThat(outcome.toRecipients()).extracting(Reply::code).containsExactly(550, 250);
  }

  @Test
  void isRefusedWhenTheServerClosesAfterItRefusedAll() throws Exception {
    proven(
        p -> {
          p.hear(MAIL, ADA, "BDAT 3 LAST").octets(3);
          p.say("250 a", "550 b").hangUp();
        });

    assertFate(send(TO_ADA), Fate.REFUSED);
  }

  @Test
  void isUntouchedWhenTheServerSaysThatItClosesBeforeAnything() throws Exception {
    proven(
        p -> {
          p.hear(MAIL, ADA, "BDAT 3 LAST").octets(3);
          p.say("421 too many mails").hangUp();
        });

    assertFate(send(TO_ADA), Fate.UNTOUCHED);
  }

  @Test
  void isUntouchedWhenTheServerHadClosedBefore() throws Exception {
    proven(Peer::hangUp);
    peer.hasPlayed();

    assertFate(send(TO_ADA), Fate.UNTOUCHED);
  }

  @Test
  void isUntouchedWhenTheServerHadSaidSomethingBefore() throws Exception {
    chunking(
        p -> {
          p.hear(MAIL, ADA).say("250 a", "250 b").hear("BDAT 1").octets(1);
          p.say("250 c").hear("BDAT 2 LAST").octets(2);
          p.say("250 d", "421 idle for too long").hearGoodbye();
        });
    assertThat(send(TO_ADA).fate()).isEqualTo(Fate.TAKEN);

    assertFate(send(TO_ADA), Fate.UNTOUCHED);

    dialogue.cut();
    peer.hasPlayed();
  }

  @Test
  void asksFirstWhetherALargeMailIsWelcome() throws Exception {
    proven(
        p -> {
          p.hear(MAIL, ADA, "DATA").hearNothing().say("250 a", "550 b", "503 c");
          p.hear("RSET").say("250 ok");
        });

    assertThat(send(Letters.large("ada@b.example")).fate()).isEqualTo(Fate.REFUSED);
    assertUsable();
  }

  @Test
  void asksFirstOnANearServer() throws Exception {
    peer =
        new Peer(
            p -> {
              p.hear(MAIL, ADA, "DATA").say("250 a", "250 b", "354 c");
              p.hear("x", ".").say("250 d");
            });
    dialogue = peer.dialogue(true, true, new Habits());

    assertThat(send(TO_ADA).fate()).isEqualTo(Fate.TAKEN);
    assertUsable();
  }

  private void chunking(Peer.Script script) throws IOException {
    peer = new Peer(script);
    dialogue = peer.dialogue(true, true, habits);
  }

  /** The same on a connection that has shown that it knows BDAT. */
  private void proven(Peer.Script script) throws IOException {
    chunking(
        p -> {
          p.hear(MAIL, ADA).say("250 a", "250 b").hear("BDAT 1").octets(1);
          p.say("250 c").hear("BDAT 2 LAST").octets(2);
          p.say("250 d");
          script.play(p);
        });
    assertThat(send(TO_ADA).fate()).isEqualTo(Fate.TAKEN);
  }
}

package io.dromail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.smtp.Outcome.Fate;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Command groups (RFC 2920), and servers that do with them what they like. */
class GroupsTest extends DialogueCases {

  @Test
  void asksAllAtOnceAndWritesTheContentAtOnce() throws Exception {
    pipelining(
        p -> {
          p.hear(MAIL, ADA, BOB, "DATA").hearNothing().say("250 a", "250 b", "250 c", "354 d");
          p.hear("x", ".").hearNothing().say("250-e", "250 f");
        });

    Outcome outcome = send(TO_BOTH);

    assertThat(outcome.fate()).isEqualTo(Fate.TAKEN);
    assertThat(outcome.reply()).isEqualTo(new Reply(250, "250-e\n250 f"));
    assertThat(outcome.toRecipients()).extracting(Reply::text).containsExactly("250 b", "250 c");
    assertUsable();
  }

  @Test
  void asksOneByOneWhereThatIsWanted() throws Exception {
    peer =
        new Peer(
            p -> {
              p.hear(MAIL).hearNothing().say("250 a").hear(ADA).hearNothing().say("250 b");
              p.hear(BOB).hearNothing().say("550 c").hear("DATA").hearNothing().say("354 d");
              p.hear("x", ".").say("250 e");
            });
    dialogue = peer.dialogue(false, true, new Habits());

    Outcome outcome = send(TO_BOTH);

    assertThat(outcome.fate()).isEqualTo(Fate.TAKEN);
    assertThat(outcome.toRecipients()).extracting(Reply::code).containsExactly(250, 550);
    assertUsable();
  }

  @Test
  void asksNoFurtherOneByOneThanThereIsSense() throws Exception {
    peer =
        new Peer(
            p -> {
              p.hear(MAIL).say("550 a").hear("RSET").say("250 ok");
              p.hear(MAIL).say("250 a").hear(ADA).say("550 b").hear("RSET").say("250 ok");
            });
    dialogue = peer.dialogue(false, false, new Habits());

    assertThat(send(TO_ADA).reply().text()).isEqualTo("550 a");
    assertThat(send(TO_ADA).toRecipients()).extracting(Reply::text).containsExactly("550 b");
    assertUsable();
  }

  @Test
  void sendsToThoseWhoAreTaken() throws Exception {
    pipelining(
        p -> {
          p.hear(MAIL, ADA, BOB, "DATA").say("250 a", "550 b", "250 c", "354 d");
          p.hear("x", ".").say("250 e");
        });

    Outcome outcome = send(TO_BOTH);

    assertThat(outcome.fate()).isEqualTo(Fate.TAKEN);
    assertThat(outcome.toRecipients()).extracting(Reply::code).containsExactly(550, 250);
  }

  @Test
  void endsAnEmptyMailWithADotWhenAllAreRefusedAndDataIsNot() throws Exception {
    pipelining(
        p -> {
          p.hear(MAIL, ADA, BOB, "DATA").say("250 a", "550 b", "450 c", "354 d");
          p.hear(".", "RSET").say("554 nobody", "250 reset");
        });

    Outcome outcome = send(TO_BOTH);

    assertThat(outcome.fate()).isEqualTo(Fate.REFUSED);
    assertThat(outcome.reply()).isNull();
    assertThat(outcome.toRecipients()).extracting(Reply::code).containsExactly(550, 450);
    assertUsable();
  }

  @Test
  void resetsWhenAllAreRefused() throws Exception {
    pipelining(
        p -> {
          p.hear(MAIL, ADA, "DATA").say("250 a", "550 b", "503 c");
          p.hear("RSET").say("250 reset");
        });

    assertThat(send(TO_ADA).toRecipients()).extracting(Reply::text).containsExactly("550 b");
    assertUsable();
  }

  @Test
  void takesTheReplyToMailForTheReason() throws Exception {
    pipelining(
        p -> {
          p.hear(MAIL, ADA, "DATA").say("550 not you", "503 b", "503 c");
          p.hear("RSET").say("250 reset");
        });

    Outcome outcome = send(TO_ADA);

    assertThat(outcome.fate()).isEqualTo(Fate.REFUSED);
    assertThat(outcome.reply().text()).isEqualTo("550 not you");
    assertThat(outcome.toRecipients()).isEmpty();
    assertUsable();
  }

  @Test
  void sendsNoEmptyMailWhenOnlyTheSenderIsRefused() throws Exception {
    pipelining(
        p -> {
          p.hear(MAIL, ADA, "DATA").say("550 not you", "250 b", "354 c");
          p.hearNothing();
        });

    assertThat(send(TO_ADA).reply().text()).isEqualTo("550 not you");
    assertThat(dialogue.isUsable()).isFalse();
  }

  @Test
  void takesTheReplyToDataForThoseWhoWereTaken() throws Exception {
    pipelining(
        p -> {
          p.hear(MAIL, ADA, BOB, "DATA").say("250 a", "550 b", "250 c", "451 later");
          p.hear("RSET").say("250 reset");
        });

    Outcome outcome = send(TO_BOTH);

    assertThat(outcome.fate()).isEqualTo(Fate.REFUSED);
    assertThat(outcome.reply().text()).isEqualTo("451 later");
    assertThat(outcome.afterContent()).isFalse();
    assertUsable();
  }

  @Test
  void asksManyRecipientsInGroupsWhoseRepliesFit() throws Exception {
    String[] many = new String[250];
    for (int i = 0; i < many.length; i++) {
      many[i] = i + "@b.example";
    }
    pipelining(
        p -> {
          p.hear(MAIL);
          hearRecipients(p, 0, 99);
          p.hearNothing().say("250 a").say("250 b\r\n".repeat(98) + "250 c");
          hearRecipients(p, 99, 199);
          p.hearNothing().say("250 b\r\n".repeat(99) + "250 c");
          hearRecipients(p, 199, 250);
          p.hear("DATA").hearNothing().say("250 b\r\n".repeat(51) + "354 d");
          p.hear("x", ".").say("250 e");
        });

    assertThat(send(Letters.to(many)).toRecipients()).hasSize(250);
    assertUsable();
  }

  private static void hearRecipients(Peer peer, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      peer.hear("RCPT TO:<" + i + "@b.example>");
    }
  }

  @Test
  void isLostWhenTheServerClosesWithinTheGroup() throws Exception {
    pipelining(p -> p.hear(MAIL, ADA, "DATA").say("250 a").hangUp());

    assertFate(send(TO_ADA), Fate.LOST);
  }

  @Test
  void isRefusedWhenTheServerClosesAfterItRefusedAll() throws Exception {
    pipelining(p -> p.hear(MAIL, ADA, "DATA").say("250 a", "550 b").hangUp());

    Outcome outcome = send(TO_ADA);

    assertFate(outcome, Fate.REFUSED);
    assertThat(outcome.toRecipients()).extracting(Reply::text).containsExactly("550 b");
  }

  @Test
  void isLostOnANewConnectionThatClosesWithoutAReply() throws Exception {
    pipelining(p -> p.hear(MAIL, ADA, "DATA").hangUp());

    assertFate(send(TO_ADA), Fate.LOST);
  }

  @Test
  void isUntouchedOnAnOldConnectionThatClosesWithoutAReply() throws Exception {
    pipelining(
        p -> {
          takeOne(p);
          p.hear(MAIL, ADA, "DATA").hangUp();
        });
    send(TO_ADA);

    assertFate(send(TO_ADA), Fate.UNTOUCHED);
  }

  @Test
  void isUntouchedOnAnOldConnectionThatIsToldToClose() throws Exception {
    pipelining(
        p -> {
          takeOne(p);
          p.hear(MAIL, ADA, "DATA").say("421 idle for too long").hangUp();
        });
    send(TO_ADA);

    Outcome outcome = send(TO_ADA);

    assertFate(outcome, Fate.UNTOUCHED);
    assertThat(outcome.reply().code()).isEqualTo(421);
  }

  @Test
  void isRefusedByA421InTheMiddleOfTheGroup() throws Exception {
    pipelining(p -> p.hear(MAIL, ADA, BOB, "DATA").say("250 a", "250 b", "421 c").hangUp());

    Outcome outcome = send(TO_BOTH);

    assertFate(outcome, Fate.REFUSED);
    assertThat(outcome.reply().text()).isEqualTo("421 c");
    assertThat(outcome.afterContent()).isFalse();
  }

  @Test
  void isLostWhenThereAreFewerRepliesThanCommands() throws Exception {
    pipelining(p -> p.hear(MAIL, ADA, "DATA").say("250 a", "250 b").hearGoodbye());
    peer.patience(200);

    assertFate(send(TO_ADA), Fate.LOST);

    dialogue.cut();
    peer.hasPlayed();
  }

  @Test
  void isLostWhenTheServerSaysWhatIsNoReply() throws Exception {
    pipelining(p -> p.hear(MAIL, ADA, "DATA").say("250 a", "<html>").hearNothing());

    assertFate(send(TO_ADA), Fate.LOST);
  }

  @Test
  void isUnknownWhenTheServerClosesAfterTheDot() throws Exception {
    pipelining(
        p -> {
          p.hear(MAIL, ADA, "DATA").say("250 a", "250 b", "354 c");
          p.hear("x", ".").hangUp();
        });

    Outcome outcome = send(TO_ADA);

    assertFate(outcome, Fate.UNKNOWN);
    assertThat(outcome.afterContent()).isTrue();
  }

  @Test
  void isRefusedAfterTheDot() throws Exception {
    pipelining(
        p -> {
          p.hear(MAIL, ADA, "DATA").say("250 a", "250 b", "354 c");
          p.hear("x", ".").say("550 spam");
          takeOne(p);
        });

    Outcome outcome = send(TO_ADA);

    assertThat(outcome.fate()).isEqualTo(Fate.REFUSED);
    assertThat(outcome.afterContent()).isTrue();
    assertThat(send(TO_ADA).fate()).isEqualTo(Fate.TAKEN);
  }

  @Test
  void doublesDotsAndEndsTheLastLine() throws Exception {
    pipelining(
        p -> {
          p.hear(MAIL, ADA, "DATA").say("250 a", "250 b", "354 c");
          p.hear("..", "..dot", "text", ".").say("250 d");
        });

    assertThat(send(Letters.with(".\n.dot\ntext", "ada@b.example")).fate()).isEqualTo(Fate.TAKEN);
    assertUsable();
  }

  @Test
  void stopsALargeMailThatTheServerRefusesBeforeItsEnd() throws Exception {
    pipelining(
        p -> {
          p.hear(MAIL, ADA, "DATA").say("250 a", "250 b", "354 c");
          p.octets(100_000);
          p.say("452 no room");
        });

    Outcome outcome = send(Letters.large("ada@b.example"));

    assertFate(outcome, Fate.REFUSED);
    assertThat(outcome.reply().text()).isEqualTo("452 no room");
    assertThat(outcome.afterContent()).isFalse();
  }

  @Test
  void hearsWhyTheServerClosesBeforeTheEndOfALargeMail() throws Exception {
    pipelining(
        p -> {
          p.hear(MAIL, ADA, "DATA").say("250 a", "250 b", "354 c");
          p.say("421 shutting down").forget();
        });

    assertFate(send(Letters.large("ada@b.example")), Fate.REFUSED);
  }

  @Test
  void givesUpOnAServerThatReadsNothing() throws Exception {
    pipelining(
        p -> {
          p.hear(MAIL, ADA, "DATA").say("250 a", "250 b", "354 c");
        });

    Outcome outcome = send(Letters.large("ada@b.example"));

    assertFate(outcome, Fate.LOST);
    assertThat(outcome.lost()).hasMessage("Write timed out");
  }

  @Test
  void streamsALargeMail() throws Exception {
    Letter letter = Letters.large("ada@b.example");
    pipelining(
        p -> {
          p.hear(MAIL, ADA, "DATA").say("250 a", "250 b", "354 c");
          for (int i = 0; i < 1_000_000; i++) {
            p.hear("0123456789 0123456789");
          }
          p.hear(".").say("250 d");
        });

    assertThat(letter.isSmall()).isFalse();
    assertThat(send(letter).fate()).isEqualTo(Fate.TAKEN);
    assertUsable();
  }

  @Test
  void knowsWhetherTheServerAnswers() throws Exception {
    pipelining(p -> p.hear("NOOP").say("250 ok").hear("NOOP").hangUp());

    assertThat(dialogue.isAlive()).isTrue();
    assertThat(dialogue.isAlive()).isFalse();
    assertThat(dialogue.isUsable()).isFalse();
  }

  private static void takeOne(Peer p) throws IOException {
    p.hear(MAIL, ADA, "DATA").say("250 a", "250 b", "354 c").hear("x", ".").say("250 d");
  }

  private void pipelining(Peer.Script script) throws IOException {
    peer = new Peer(script);
    dialogue = peer.dialogue(true, false, new Habits());
  }
}

package io.dromail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.smtp.Outcome.Fate;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail whose envelope travels behind another mail's content (RFC 2920 section 3.1). */
@Timeout(60)
class FollowingTest {

  private static final String MAIL = "MAIL FROM:<me@a.example>";
  private static final String ADA = "RCPT TO:<ada@b.example>";
  private static final String BOB = "RCPT TO:<bob@b.example>";
  private static final Letter TO_ADA = Letters.to("ada@b.example");
  private static final Letter TO_BOB = Letters.to("bob@b.example");

  private final Habits habits = new Habits();
  private final CompletableFuture<Outcome> behind = new CompletableFuture<>();
  private Peer peer;
  private Dialogue dialogue;

  @AfterEach
  void close() throws Exception {
    peer.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesWithTheContentInFrontOrRightBehindIt(boolean waiting) throws Exception {
    peer(
        p -> {
          inFront(p).say("250 taken").hearNothing().say("250 a", "250 b", "354 c");
          p.hear("x", ".").say("250 taken too");
        });

    Outcome inFront = send(waiting);

    assertThat(inFront.reply().text()).isEqualTo("250 taken");
    assertThat(behind().reply().text()).isEqualTo("250 taken too");
    peer.hasPlayed();
    assertThat(dialogue.takesFollowers()).isTrue();
  }

  @Test
  void isNotDisturbedByARefusalInFront() throws Exception {
    peer(
        p -> {
          inFront(p).say("550 spam").say("250 a", "250 b", "354 c");
          p.hear("x", ".").say("250 taken");
        });

    assertThat(send(true).fate()).isEqualTo(Fate.REFUSED);
    assertThat(behind().fate()).isEqualTo(Fate.TAKEN);
    assertThat(dialogue.isUsable()).isTrue();
  }

  @Test
  void doesNotDisturbTheMailInFront() throws Exception {
    peer(
        p -> {
          inFront(p).say("250 taken").say("250 a", "550 b", "503 c");
          p.hear("RSET").say("250 ok");
        });

    assertThat(send(true).fate()).isEqualTo(Fate.TAKEN);
    assertThat(behind().toRecipients()).extracting(Reply::text).containsExactly("550 b");
    assertThat(behind().fate()).isEqualTo(Fate.REFUSED);
    assertThat(dialogue.isUsable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isUntouchedWhenTheMailInFrontMeets421(boolean waiting) throws Exception {
    peer(p -> inFront(p).say("421 shutting down").hangUp());

    Outcome inFront = send(waiting);

    assertThat(inFront.fate()).isEqualTo(Fate.REFUSED);
    assertThat(inFront.reply().code()).isEqualTo(421);
    assertThat(behind().fate()).isEqualTo(Fate.UNTOUCHED);
    assertThat(dialogue.isUsable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isUntouchedWhenTheMailInFrontIsUnknown(boolean waiting) throws Exception {
    peer(p -> inFront(p).hangUp());

    assertThat(send(waiting).fate()).isEqualTo(Fate.UNKNOWN);
    assertThat(behind().fate()).isEqualTo(Fate.UNTOUCHED);
  }

  @Test
  void isUntouchedWhenTheServerClosesRightAfterTheMailInFront() throws Exception {
    peer(p -> inFront(p).say("250 taken").hangUp());

    assertThat(send(true).fate()).isEqualTo(Fate.TAKEN);
    assertThat(behind().fate()).isEqualTo(Fate.UNTOUCHED);
    assertThat(habits.takesFollowers()).isTrue();
  }

  @Test
  void isLostWhenTheServerClosesWithinItsOwnGroup() throws Exception {
    peer(p -> inFront(p).say("250 taken", "250 a").hangUp());

    assertThat(send(true).fate()).isEqualTo(Fate.TAKEN);
    assertThat(behind().fate()).isEqualTo(Fate.LOST);
  }

  @Test
  void isUnknownOnlyAfterItsOwnContent() throws Exception {
    peer(
        p -> {
          inFront(p).say("250 taken", "250 a", "250 b", "354 c");
          p.hear("x", ".").hangUp();
        });

    assertThat(send(true).fate()).isEqualTo(Fate.TAKEN);
    assertThat(behind().fate()).isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void isUntouchedOnceByAServerThatForgetsWhatComesBehindAContent() throws Exception {
    peer(p -> inFront(p).forget().say("250 taken").hearGoodbye());
    peer.patience(200);

    assertThat(send(true).fate()).isEqualTo(Fate.TAKEN);
    assertThat(behind().fate()).isEqualTo(Fate.UNTOUCHED);

    assertThat(habits.takesFollowers()).isFalse();
    dialogue.cut();
    peer.hasPlayed();
  }

  @Test
  void isAskedForOnlyWhenTheContentIsAboutToLeave() throws Exception {
    peer(
        p -> {
          p.hear(MAIL, ADA, "DATA").say("250 a", "550 b", "503 c");
          p.hear("RSET").hearNothing().say("250 ok");
        });

    assertThat(send(true).fate()).isEqualTo(Fate.REFUSED);
    assertThat(behind).isNotDone();
    peer.hasPlayed();
  }

  @Test
  void isNotTakenWhereCommandsGoOneByOne() throws Exception {
    peer = new Peer(p -> {});
    dialogue = peer.dialogue(false, false, habits);

    assertThat(dialogue.takesFollowers()).isFalse();
  }

  /** The mail in front, as far as its content and what is behind it. */
  private static Peer inFront(Peer p) throws IOException {
    p.hear(MAIL, ADA, "DATA").say("250 a", "250 b", "354 c");
    return p.hear("x", ".", MAIL, BOB, "DATA");
  }

  private void peer(Peer.Script script) throws IOException {
    peer = new Peer(script);
    dialogue = peer.dialogue(true, false, habits);
  }

  /**
   * Sends one mail, and another one behind it.
   *
   * @param waiting whether that one is there when the content of the first leaves
   */
  private Outcome send(boolean waiting) {
    return dialogue.send(
        TO_ADA,
        new Followers() {
          @Override
          public Letter next() {
            return waiting ? TO_BOB : null;
          }

          @Override
          public void contentLeft() {
            behind.completeAsync(() -> dialogue.follow(TO_BOB, waiting, Followers.NONE));
          }
        });
  }

  private Outcome behind() throws Exception {
    return behind.get(20, TimeUnit.SECONDS);
  }
}

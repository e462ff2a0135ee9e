package io.dromail.send;

import static io.dromail.testing.Stage.CONNECT;
import static io.dromail.testing.Stage.EHLO;
import static io.dromail.testing.Stage.END_OF_DATA;
import static io.dromail.testing.Stage.MAIL;
import static io.dromail.testing.Stage.NOOP;
import static io.dromail.testing.Stage.RCPT;
import static io.dromail.testing.Stage.RSET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromail.mail.ProfilePaused;
import io.dromail.mail.SmtpFailure;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.ScriptedSmtpServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PooledMailSenderTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final ScriptedSmtpServer server = ScriptedSmtpServer.start();
  private final SmtpProfile profile = Outgoing.profile(server.url());
  private PooledMailSender sender;

  @AfterEach
  void close() {
    sender.close();
    server.close();
  }

  @Test
  void sendsManyMailsOverOneConnection() throws Exception {
    send(5);

    assertThat(server.mails()).extracting(ReceivedMail::connection).containsOnly(1).hasSize(5);
    assertThat(server.reachedCount(EHLO)).isEqualTo(1);
    assertThat(server.reachedCount(NOOP)).isZero();
    assertThat(sender.state().server()).isEqualTo("127.0.0.1:" + server.port());
    assertThat(sender.state().connections())
        .isEqualTo(new ProfileState.Connections(20, 1, 0, 1, 4));
  }

  @Test
  void sendsAsTheEnvelopeSays() throws Exception {
    start();
    sender.send(Outgoing.mail("a@example.org", "blind@example.org"));

    assertThat(server.mails().get(0).envelopeFrom()).isEqualTo("shop@example.com");
    assertThat(server.mails().get(0).recipients())
        .containsExactly("a@example.org", "blind@example.org");
    assertThat(server.mails().get(0).header("To")).contains("ada@example.org");
  }

  @Test
  void retiresAConnectionAfterItsMails() throws Exception {
    profile.setMailsPerConnection(2);

    send(5);

    assertThat(connections()).containsExactly(1, 1, 2, 2, 3);
    server.awaitOpenConnections(1, SOON);
  }

  @Test
  void retiresAnOldConnection() throws Exception {
    profile.setConnectionAgeSeconds(1);
    start();

    await()
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              sender.send(Outgoing.mail());
              return connections().contains(2);
            });

    assertThat(connections()).isSorted().contains(1);
    server.awaitOpenConnections(1, SOON);
  }

  @Test
  void closesAnIdleConnection() throws Exception {
    profile.setConnectionIdleSeconds(1);

    send(1);

    server.awaitOpenConnections(0, SOON);
    sender.send(Outgoing.mail());
    assertThat(connections()).containsExactly(1, 2);
  }

  @Test
  void replacesADeadConnectionWithoutAFailedAttempt() throws Exception {
    send(2);
    server.dropConnections();

    sender.send(Outgoing.mail());

    assertThat(connections()).containsExactly(1, 1, 2);
  }

  @Test
  void replacesAConnectionThatTheServerClosesWith421() throws Exception {
    send(1);
    server.at(MAIL).once().reply(421, "4.4.2 idle for too long");

    sender.send(Outgoing.mail());

    assertThat(connections()).containsExactly(1, 2);
  }

  @Test
  void keepsAConnectionAfterARefusedRecipient() throws Exception {
    server.at(RCPT).once().reply(550, "5.1.1 no such user");
    start();
    assertThatThrownBy(() -> sender.send(Outgoing.mail())).isInstanceOf(SmtpFailure.class);

    sender.send(Outgoing.mail());

    assertThat(connections()).containsExactly(1);
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void neverUsesAConnectionThatDiedAfterARefusal() throws Exception {
    server.at(RCPT).once().replyThenDrop(550, "5.7.1 go away");
    start();
    assertThatThrownBy(() -> sender.send(Outgoing.mail()))
        .isInstanceOfSatisfying(
            SmtpFailure.class, refusal -> assertThat(refusal.replyCode()).isEqualTo(550));

    sender.send(Outgoing.mail());
    sender.send(Outgoing.mail());

    assertThat(connections()).containsExactly(2, 2);
  }

  @Test
  void neverUsesAConnectionThatDiedInTheReset() throws Exception {
    server.at(RCPT).once().reply(550, "5.1.1 no such user").at(RSET).once().drop();
    start();
    assertThatThrownBy(() -> sender.send(Outgoing.mail())).isInstanceOf(SmtpFailure.class);

    sender.send(Outgoing.mail());

    assertThat(connections()).containsExactly(2);
  }

  @Test
  void doesNotSendAMailAgainWhoseLastReplyIsMissing() throws Exception {
    send(1);
    server.at(END_OF_DATA).once().dropAfterAccepting();

    assertThatThrownBy(() -> sender.send(Outgoing.mail()))
        .isInstanceOfSatisfying(
            SmtpFailure.class,
            failure -> assertThat(failure.stage()).isEqualTo(SmtpFailure.Stage.END_OF_DATA));

    assertThat(server.mails()).hasSize(2);
    sender.send(Outgoing.mail());
    assertThat(connections()).containsExactly(1, 1, 2);
  }

  @Test
  void opensNoMoreConnectionsThanAllowed() throws Exception {
    profile.setConnections(2);
    server.at(MAIL).times(2).hang();
    start();
    List<CompletableFuture<Void>> sent =
        IntStream.range(0, 6)
            .mapToObj(
                i -> CompletableFuture.runAsync(this::sendOne, each -> new Thread(each).start()))
            .toList();

    server.awaitStage(MAIL, 2, SOON);
    assertThat(server.openConnections()).isEqualTo(2);
    server.release();
    for (CompletableFuture<Void> one : sent) {
      one.get(20, TimeUnit.SECONDS);
    }

    assertThat(server.mails()).hasSize(6);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void isDownWhileItCannotConnect() throws Exception {
    server.stopListening();
    start();

    assertThatThrownBy(() -> sender.send(Outgoing.mail()))
        .isInstanceOfSatisfying(
            SmtpFailure.class,
            failure -> assertThat(failure.stage()).isEqualTo(SmtpFailure.Stage.CONNECT));
    assertThat(sender.state().isUp()).isFalse();
    assertThat(sender.state().state()).isEqualTo("failing");
    assertThat(sender.state().lastError().message()).contains("could not be reached");

    server.listenAgain();
    sender.send(Outgoing.mail());
    assertThat(sender.state().isUp()).isTrue();
    assertThat(sender.state().cause()).isNull();
  }

  /** A mail that waits, and may die of it, isn't the one that the words are about. */
  @Test
  void tellsOtherMailsWhyItPausesWithoutTheRecipientThatItPausesFor() {
    start();
    sender.pause(Duration.ofMinutes(1), "454 4.7.0 <eve@secret.example>: too many");

    assertThat(sender.state().cause()).isEqualTo("454 4.7.0 <e***@secret.example>: too many");
    assertThatThrownBy(() -> sender.send(Outgoing.mail()))
        .isInstanceOf(ProfilePaused.class)
        .hasMessageContaining("<e***@secret.example>: too many");
  }

  @Test
  void leavesAServerAloneWithoutNamingTheAddressThatItRefuses() throws Exception {
    server.at(CONNECT).always().reply(554, "5.7.1 nothing for <eve@secret.example>");
    start();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> sender.send(Outgoing.mail())).isInstanceOf(SmtpFailure.class);
    }

    assertThat(sender.state().state()).isEqualTo("open");
    assertThat(sender.state().cause()).contains("<e***@secret.example>");
    assertThatThrownBy(() -> sender.send(Outgoing.mail()))
        .isInstanceOf(ProfilePaused.class)
        .hasMessageContaining("<e***@secret.example>");
  }

  private List<Integer> connections() {
    return server.mails().stream().map(ReceivedMail::connection).toList();
  }

  private void send(int count) throws Exception {
    start();
    for (int i = 0; i < count; i++) {
      sender.send(Outgoing.mail());
    }
  }

  private void sendOne() {
    try {
      sender.send(Outgoing.mail());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void start() {
    sender = Outgoing.sender(profile);
  }
}

package io.dromail.testing;

import static io.dromail.testing.Stage.AUTH;
import static io.dromail.testing.Stage.CONNECT;
import static io.dromail.testing.Stage.DATA;
import static io.dromail.testing.Stage.EHLO;
import static io.dromail.testing.Stage.END_OF_DATA;
import static io.dromail.testing.Stage.MAIL;
import static io.dromail.testing.Stage.NOOP;
import static io.dromail.testing.Stage.QUIT;
import static io.dromail.testing.Stage.RCPT;
import static io.dromail.testing.Stage.RSET;
import static io.dromail.testing.Stage.STARTTLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ScriptedSmtpServerTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final TestCertificates CERTIFICATES = TestCertificates.selfSigned();

  private ScriptedSmtpServer server = ScriptedSmtpServer.start();

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void takesAMailWithItsEnvelope() throws Exception {
    send("one@example.org", "two@example.org");

    ReceivedMail mail = server.awaitMails(1, SOON).get(0);
    assertThat(mail.envelopeFrom()).isEqualTo("sender@example.com");
    assertThat(mail.recipients()).containsExactly("one@example.org", "two@example.org");
    assertThat(mail.message().getSubject()).isEqualTo("Grüße");
    assertThat(mail.bareLineEnds()).isZero();
    assertThat(mail.tls()).isFalse();
    assertThat(mail.authenticatedUser()).isEmpty();
    assertThat(mail.connection()).isEqualTo(1);
    assertThat(server.commands()).contains("1: C: MAIL FROM:<sender@example.com>");
    assertThat(server.url()).isEqualTo("smtp://127.0.0.1:" + server.port() + "?tls=none");
    server.awaitOpenConnections(0, SOON);
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void refusesTheRecipientsItWasToldToRefuse() throws Exception {
    server.at(RCPT).when("bad@").always().reply(550, "5.1.1 no such user");
    Properties partial = properties();
    partial.setProperty("mail.smtp.sendpartial", "true");

    assertThatThrownBy(() -> send(partial, "good@example.org", "bad@example.org"))
        .isInstanceOf(SendFailedException.class)
        .rootCause()
        .isInstanceOfSatisfying(
            SMTPAddressFailedException.class,
            refusal -> {
              assertThat(refusal.getReturnCode()).isEqualTo(550);
              assertThat(refusal.getAddress()).hasToString("bad@example.org");
            });

    assertThat(server.mails())
        .singleElement()
        .satisfies(mail -> assertThat(mail.recipients()).containsExactly("good@example.org"));
  }

  @Test
  void greylistsTwiceAndThenAccepts() throws Exception {
    server.at(MAIL).times(2).reply(450, "4.2.0 greylisted");

    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThatThrownBy(() -> send("one@example.org"))
          .isInstanceOfSatisfying(
              SMTPSendFailedException.class,
              refusal -> assertThat(refusal.getReturnCode()).isEqualTo(450));
    }
    send("one@example.org");

    assertThat(server.mails()).hasSize(1);
    assertThat(server.reachedCount(MAIL)).isEqualTo(3);
  }

  @Test
  void triesRulesInTheOrderOfTheirDefinition() throws Exception {
    server.at(RCPT).once().reply(451, "4.3.0 first").at(RCPT).once().reply(452, "4.5.3 second");

    try (SmtpLines client = new SmtpLines(server)) {
      client.ask("EHLO test");
      client.ask("MAIL FROM:<a@example.org>");
      assertThat(client.ask("RCPT TO:<b@example.org>")).containsExactly("451 4.3.0 first");
      assertThat(client.ask("RCPT TO:<b@example.org>")).containsExactly("452 4.5.3 second");
      assertThat(client.ask("RCPT TO:<b@example.org>")).containsExactly("250 2.1.5 recipient ok");
    }
  }

  @Test
  void hangsAtTheEndOfTheDataUntilReleased() throws Exception {
    server.at(END_OF_DATA).once().hang();

    CompletableFuture<Void> sending = sendInBackground("one@example.org");
    server.awaitStage(END_OF_DATA, 1, SOON);
    assertThat(server.mails()).isEmpty();
    assertThat(sending).isNotDone();

    server.release();

    assertThat(sending).succeedsWithin(SOON);
    assertThat(server.mails()).hasSize(1);
  }

  @Test
  void neverTakesTheMailOfAClientThatLeftDuringAHang() {
    server.at(END_OF_DATA).once().hang();
    Properties impatient = properties();
    impatient.setProperty("mail.smtp.timeout", "200");

    assertThatThrownBy(() -> send(impatient, "one@example.org"))
        .isInstanceOf(MessagingException.class);
    server.awaitOpenConnections(0, SOON);
    server.release();

    assertThat(server.mails()).isEmpty();
  }

  @Test
  void makesADuplicateWhenItHangsAfterAccepting() throws Exception {
    server.at(END_OF_DATA).once().hangAfterAccepting();
    MimeMessage message = message(properties());

    CompletableFuture<Void> sending = sendInBackground(properties(), message, "one@example.org");
    server.awaitMails(1, SOON);
    server.dropConnections();
    assertThat(sending).failsWithin(SOON);
    send(properties(), message, "one@example.org");

    assertThat(server.messageIds()).containsExactly(Map.entry(message.getMessageID(), 2));
  }

  @Test
  void dropsTheConnectionAfterTakingTheMail() {
    server.at(END_OF_DATA).once().dropAfterAccepting();

    assertThatThrownBy(() -> send("one@example.org")).isInstanceOf(MessagingException.class);

    assertThat(server.mails()).hasSize(1);
    server.awaitOpenConnections(0, SOON);
  }

  @Test
  void dropsTheConnectionWithoutTakingTheMail() {
    server.at(END_OF_DATA).once().drop();

    assertThatThrownBy(() -> send("one@example.org")).isInstanceOf(MessagingException.class);

    server.awaitOpenConnections(0, SOON);
    assertThat(server.mails()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END_OF_DATA"})
  void dropsAtAnyStageAndTakesTheNextMail(Stage stage) throws Exception {
    server.at(stage).once().drop();

    assertThatThrownBy(() -> send("one@example.org")).isInstanceOf(MessagingException.class);
    assertThat(server.mails()).isEmpty();
    server.awaitOpenConnections(0, SOON);

    send("one@example.org");
    assertThat(server.mails()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END_OF_DATA"})
  void hangsAtAnyStageUntilReleased(Stage stage) throws Exception {
    server.at(stage).once().hang();

    CompletableFuture<Void> sending = sendInBackground("one@example.org");
    server.awaitStage(stage, 1, SOON);
    assertThat(sending).isNotDone();
    server.release();

    assertThat(sending).succeedsWithin(SOON);
    assertThat(server.mails()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END_OF_DATA", "RSET", "NOOP", "QUIT"})
  void closesTheConnectionAfterA421AtAnyStage(Stage stage) throws Exception {
    server.at(stage).once().reply(421, "4.3.2 closing");

    try (SmtpLines client = new SmtpLines(server)) {
      client.say(
          "EHLO test",
          "NOOP",
          "RSET",
          "MAIL FROM:<a@example.org>",
          "RCPT TO:<b@example.org>",
          "DATA",
          "Subject: x",
          "",
          ".",
          "QUIT");
      assertThat(client.readToEnd()).endsWith("421 4.3.2 closing");
    }
    assertThat(server.mails()).hasSize(stage == QUIT ? 1 : 0);
  }

  @Test
  void closesTheConnectionAfterAnyReplyIfTold() throws Exception {
    server.at(RCPT).always().replyThenDrop(451, "4.3.0 out\n4.3.0 of here");

    try (SmtpLines client = new SmtpLines(server)) {
      client.say("EHLO test", "MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA");
      assertThat(client.readToEnd()).endsWith("451-4.3.0 out", "451 4.3.0 of here");
    }
  }

  @Test
  void takesNothingButQuitAfterARefusedConnection() throws Exception {
    server.at(CONNECT).always().reply(554, "no service");

    try (SmtpLines client = new SmtpLines(server)) {
      client.say("EHLO test", "QUIT");
      assertThat(client.readToEnd())
          .containsExactly(
              "554 no service", "503 5.5.1 no service here, only QUIT", "221 2.0.0 bye");
    }
    assertThat(server.reachedCount(EHLO)).isZero();
  }

  @Test
  void takesMailsOverStartTls() throws Exception {
    server.offerStartTls(CERTIFICATES.serverContext());
    Properties startTls = trusting();
    startTls.setProperty("mail.smtp.starttls.required", "true");

    send(startTls, "one@example.org");

    assertThat(server.mails()).singleElement().matches(ReceivedMail::tls);
    assertThat(server.reachedCount(STARTTLS)).isEqualTo(1);
    assertThat(server.reachedCount(EHLO)).isEqualTo(2);
    assertThat(server.url()).endsWith("?tls=starttls-required");
  }

  @Test
  void forgetsWhatWasPipelinedBehindStartTls() throws Exception {
    server.offerStartTls(CERTIFICATES.serverContext());

    try (SmtpLines client = new SmtpLines(server)) {
      client.say("EHLO test", "STARTTLS", "MAIL FROM:<injected@example.org>");
      server.awaitStage(STARTTLS, 1, SOON);
    }

    server.awaitOpenConnections(0, SOON);
    assertThat(server.reachedCount(MAIL)).isZero();
  }

  @Test
  void takesMailsOverImplicitTls() throws Exception {
    server.close();
    server = ScriptedSmtpServer.startImplicitTls(CERTIFICATES.serverContext());
    Properties implicitTls = trusting();
    implicitTls.setProperty("mail.smtp.ssl.enable", "true");

    send(implicitTls, "one@example.org");

    assertThat(server.mails()).singleElement().matches(ReceivedMail::tls);
    assertThat(server.url()).endsWith("?tls=implicit");
  }

  @Test
  void hangsUnderTlsUntilTheClientLeaves() {
    server.offerStartTls(CERTIFICATES.serverContext()).at(RCPT).always().hang();
    Properties impatient = trusting();
    impatient.setProperty("mail.smtp.starttls.required", "true");
    impatient.setProperty("mail.smtp.timeout", "500");

    assertThatThrownBy(() -> send(impatient, "one@example.org"))
        .isInstanceOf(MessagingException.class);

    server.awaitOpenConnections(0, SOON);
  }

  @Test
  void hangsAtStartTlsUntilReleased() throws Exception {
    server.offerStartTls(CERTIFICATES.serverContext()).at(STARTTLS).once().hang();
    Properties startTls = trusting();
    startTls.setProperty("mail.smtp.starttls.required", "true");

    CompletableFuture<Void> sending =
        sendInBackground(startTls, message(startTls), "one@example.org");
    server.awaitStage(STARTTLS, 1, SOON);
    server.release();

    assertThat(sending).succeedsWithin(SOON);
    assertThat(server.mails()).singleElement().matches(ReceivedMail::tls);
  }

  @Test
  void survivesClientsThatDoNotTrustIt() throws Exception {
    server.offerStartTls(TestCertificates.expired().serverContext());
    Properties startTls = trusting();
    startTls.setProperty("mail.smtp.starttls.required", "true");

    assertThatThrownBy(() -> send(startTls, "one@example.org"))
        .isInstanceOf(MessagingException.class);

    server.awaitOpenConnections(0, SOON);
    send("one@example.org");
    assertThat(server.mails()).singleElement().matches(mail -> !mail.tls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN"})
  void takesMailsOfUsersWhoLogIn(String mechanism) throws Exception {
    server.requireLogin("user", "secret");

    send(login(mechanism, "user", "secret"), "one@example.org");

    assertThat(server.mails())
        .singleElement()
        .satisfies(mail -> assertThat(mail.authenticatedUser()).contains("user"));
    assertThat(server.transcript()).noneMatch(line -> line.contains("c2VjcmV0"));
  }

  @Test
  void refusesWrongPasswordsAndMailsWithoutLogin() {
    server.requireLogin("user", "secret");

    assertThatThrownBy(() -> send(login("PLAIN", "user", "wrong"), "one@example.org"))
        .isInstanceOf(AuthenticationFailedException.class)
        .hasMessageContaining("535");
    assertThatThrownBy(() -> send("one@example.org"))
        .isInstanceOf(SMTPSendFailedException.class)
        .hasMessageContaining("530");
    assertThat(server.mails()).isEmpty();
  }

  @Test
  void failsTheLoginOfOneUserForATime() throws Exception {
    server.requireLogin("user", "secret").at(AUTH).when("user").once().reply(454, "4.7.0 later");

    assertThatThrownBy(() -> send(login("PLAIN", "user", "secret"), "one@example.org"))
        .isInstanceOf(AuthenticationFailedException.class)
        .hasMessageContaining("454");
    send(login("PLAIN", "user", "secret"), "one@example.org");

    assertThat(server.mails()).hasSize(1);
  }

  @Test
  void answersPipelinedCommandsOfOnePacketInTheirOrder() throws Exception {
    try (SmtpLines client = new SmtpLines(server)) {
      assertThat(client.ask("EHLO test"))
          .containsExactly(
              "220 localhost ESMTP ready",
              "250-localhost",
              "250-PIPELINING",
              "250-8BITMIME",
              "250-SIZE 36700160",
              "250 ENHANCEDSTATUSCODES");
      client.say(
          "MAIL FROM:<a@example.org> BODY=8BITMIME SIZE=10",
          "RCPT TO:<b@example.org>",
          "DATA",
          "Subject: one",
          "",
          "text",
          ".",
          "MAIL FROM:<>",
          "RCPT TO:<postmaster>",
          "DATA",
          "Subject: two",
          "",
          ".",
          "QUIT");
      assertThat(client.readToEnd())
          .containsExactly(
              "250 2.1.0 sender ok",
              "250 2.1.5 recipient ok",
              "354 end with a dot",
              "250 2.0.0 mail taken",
              "250 2.1.0 sender ok",
              "250 2.1.5 recipient ok",
              "354 end with a dot",
              "250 2.0.0 mail taken",
              "221 2.0.0 bye");
    }
    assertThat(server.mails())
        .extracting(ReceivedMail::envelopeFrom)
        .containsExactly("a@example.org", "");
    assertThat(server.mails().get(0).mailParameters()).containsExactly("BODY=8BITMIME", "SIZE=10");
    assertThat(server.mails().get(0).raw()).asString().isEqualTo("Subject: one\r\n\r\ntext\r\n");
  }

  @Test
  void takesAwayStuffedDotsAndEndsOnlyAtATrueEnd() throws Exception {
    String sent = "\n.\n\r.\r..\r\n..\r\n...two\r\n.x\r\n.\ry\r\n.\n.\r\n\r\n.\r\n";
    String meant = "\n.\n\r.\r..\r\n.\r\n..two\r\nx\r\n\ry\r\n\n.\r\n\r\n";

    try (SmtpLines client = new SmtpLines(server)) {
      client.say("EHLO test", "MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA");
      for (byte octet : sent.getBytes(StandardCharsets.US_ASCII)) {
        client.sendRaw(new byte[] {octet});
      }
      client.say("QUIT");
      assertThat(client.readToEnd()).endsWith("250 2.0.0 mail taken", "221 2.0.0 bye");
    }

    assertThat(server.mails().get(0).raw()).asString().isEqualTo(meant);
    assertThat(server.mails().get(0).bareLineEnds()).isEqualTo(6);
  }

  @Test
  void refusesWhatTheProtocolForbids() throws Exception {
    try (SmtpLines client = new SmtpLines(server)) {
      assertThat(client.ask("MAIL FROM:<a@example.org>")).endsWith("503 5.5.1 EHLO first");
      client.ask("EHLO test");
      assertThat(client.ask("MAIL FROM: <a@example.org>"))
          .containsExactly("501 5.5.4 MAIL FROM:<address> expected");
      assertThat(client.ask("MAIL FROM:<a@example.org> SMTPUTF8"))
          .containsExactly("555 5.5.4 unknown parameter SMTPUTF8");
      assertThat(client.ask("MAIL FROM:<ä@example.org>"))
          .containsExactly("553 5.6.7 address needs SMTPUTF8");
      assertThat(client.ask("MAIL FROM:<a@example.org> SIZE=36700161"))
          .containsExactly("552 5.3.4 mail too large");
      assertThat(client.ask("RCPT TO:<b@example.org>")).containsExactly("503 5.5.1 MAIL first");
      assertThat(client.ask("MAIL FROM:<a@example.org>")).containsExactly("250 2.1.0 sender ok");
      assertThat(client.ask("MAIL FROM:<a@example.org>"))
          .containsExactly("503 5.5.1 a transaction is open already");
      assertThat(client.ask("DATA")).containsExactly("554 5.5.1 no valid recipients");
      assertThat(client.ask("AUTH PLAIN AA==")).containsExactly("502 5.5.1 no AUTH here");
      client.say("NOOP\rNOOP", "NOOP\nQUIT");
      assertThat(client.readToEnd())
          .containsExactly("500 5.5.2 bare CR or LF", "500 5.5.2 bare CR or LF", "221 2.0.0 bye");
    }
  }

  @Test
  void advertisesAndHidesExtensions() throws Exception {
    server.advertise("SMTPUTF8").hideExtension("PIPELINING").hideExtension("ENHANCEDSTATUSCODES");

    try (SmtpLines client = new SmtpLines(server)) {
      assertThat(client.ask("EHLO test"))
          .endsWith("250-localhost", "250-8BITMIME", "250-SIZE 36700160", "250 SMTPUTF8");
      assertThat(client.ask("MAIL FROM:<ä@example.org> SMTPUTF8")).containsExactly("250 sender ok");
    }
  }

  @Test
  void refusesAMailThatTurnsOutToBeLargerThanItsLimit() throws Exception {
    server.advertise("SIZE 10");

    try (SmtpLines client = new SmtpLines(server)) {
      client.say("EHLO test", "MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA");
      client.say("01234567", ".", "MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA");
      client.say("012345678", ".", "QUIT");
      assertThat(client.readToEnd())
          .containsSubsequence("250 2.0.0 mail taken", "552 5.3.4 mail too large", "221 2.0.0 bye");
    }
    assertThat(server.mails()).hasSize(1);
  }

  @Test
  void takesALargeMailUnchanged() throws Exception {
    String line = ".".repeat(76) + "\r\n";
    String text = line.repeat(5_000_000 / line.length() + 1);
    Properties properties = properties();
    MimeMessage message = message(properties);
    message.setText(text, "us-ascii");
    message.saveChanges();

    send(properties, message, "one@example.org");

    ReceivedMail mail = server.mails().get(0);
    assertThat(mail.raw()).hasSizeGreaterThan(5_000_000);
    assertThat(mail.message().getContent().equals(text)).isTrue();
  }

  @Test
  void comesBackOnTheSamePortAfterAnOutage() throws Exception {
    int port = server.port();
    try (SmtpLines client = new SmtpLines(server)) {
      client.ask("NOOP");

      server.crash();

      assertThat(server.openConnections()).isZero();
      assertThat(client.readToEnd()).isEmpty();
    }
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(() -> send("one@example.org"))
          .hasRootCauseInstanceOf(ConnectException.class);
    }

    server.listenAgain();
    send("one@example.org");

    assertThat(server.port()).isEqualTo(port);
    assertThat(server.mails()).hasSize(1);
  }

  @Test
  void keepsOpenConnectionsWhenItOnlyStopsListening() throws Exception {
    try (SmtpLines client = new SmtpLines(server)) {
      client.ask("EHLO test");

      server.stopListening();

      assertThat(client.ask("NOOP")).containsExactly("250 2.0.0 ok");
      assertThatThrownBy(() -> new Socket("127.0.0.1", server.port()))
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void saysWhatDidArriveWhenAMailDidNot() throws Exception {
    send("one@example.org");

    assertThatThrownBy(() -> server.awaitMails(2, Duration.ofMillis(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected 2 mails within PT0.001S")
        .hasMessageContaining("1 mails arrived")
        .hasMessageContaining("mail from <sender@example.com> to [one@example.org]")
        .hasMessageContaining("1: C: DATA");
    assertThatThrownBy(() -> server.awaitStage(RSET, 1, Duration.ofMillis(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("RSET reached 1 times, not 0");
  }

  @Test
  void forgetsRulesMailsAndHangingSessionsOnReset() throws Exception {
    server.at(DATA).once().hang().at(MAIL).when("never").always().reply(550, "5.0.0 no");
    CompletableFuture<Void> sending = sendInBackground("one@example.org");
    server.awaitStage(DATA, 1, SOON);

    server.reset();

    assertThat(sending).failsWithin(SOON);
    server.awaitOpenConnections(0, SOON);
    assertThat(server.mails()).isEmpty();
    assertThat(server.connections()).isZero();
    assertThat(server.reachedCount(MAIL)).isZero();
    send("one@example.org");
    assertThat(server.mails()).hasSize(1);
  }

  @Test
  void endsAllThreadsWhenItIsClosedDuringAHang() throws Exception {
    server.at(NOOP).always().hang().at(EHLO).always().hang();
    CompletableFuture<Void> sending = sendInBackground("one@example.org");
    server.awaitStage(EHLO, 1, SOON);

    server.close();

    assertThat(sending).failsWithin(SOON);
    await().atMost(SOON).untilAsserted(() -> assertThat(serverThreads()).isEmpty());
    assertThat(server.openConnections()).isZero();
  }

  private List<String> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(server.threadNames()))
        .toList();
  }

  private CompletableFuture<Void> sendInBackground(String recipient) throws MessagingException {
    return sendInBackground(properties(), message(properties()), recipient);
  }

  private CompletableFuture<Void> sendInBackground(
      Properties properties, MimeMessage message, String... recipients) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            send(properties, message, recipients);
          } catch (MessagingException e) {
            throw new CompletionException(e);
          }
        });
  }

  private void send(String... recipients) throws MessagingException {
    send(properties(), recipients);
  }

  private void send(Properties properties, String... recipients) throws MessagingException {
    send(properties, message(properties), recipients);
  }

  private void send(Properties properties, MimeMessage message, String... recipients)
      throws MessagingException {
    InternetAddress[] to = InternetAddress.parse(String.join(",", recipients));
    try (Transport transport = Session.getInstance(properties).getTransport("smtp")) {
      transport.connect(
          "127.0.0.1",
          server.port(),
          properties.getProperty("user"),
          properties.getProperty("password"));
      transport.sendMessage(message, to);
    }
  }

  private static MimeMessage message(Properties properties) throws MessagingException {
    MimeMessage message = new MimeMessage(Session.getInstance(properties));
    message.setFrom("sender@example.com");
    message.setRecipients(Message.RecipientType.TO, "to@example.org");
    message.setSubject("Grüße", "utf-8");
    message.setText("Hello.\r\n", "us-ascii");
    message.saveChanges();
    return message;
  }

  private static Properties properties() {
    Properties properties = new Properties();
    for (String timeout : List.of("connectiontimeout", "timeout", "writetimeout")) {
      properties.setProperty("mail.smtp." + timeout, "20000");
    }
    return properties;
  }

  private static Properties trusting() {
    Properties properties = properties();
    properties.put("mail.smtp.ssl.socketFactory", CERTIFICATES.clientContext().getSocketFactory());
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    return properties;
  }

  private static Properties login(String mechanism, String user, String password) {
    Properties properties = properties();
    properties.setProperty("mail.smtp.auth", "true");
    properties.setProperty("mail.smtp.auth.mechanisms", mechanism);
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return properties;
  }
}

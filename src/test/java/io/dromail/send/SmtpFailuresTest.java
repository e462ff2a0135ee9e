package io.dromail.send;

import static io.dromail.testing.Stage.AUTH;
import static io.dromail.testing.Stage.CONNECT;
import static io.dromail.testing.Stage.EHLO;
import static io.dromail.testing.Stage.END_OF_DATA;
import static io.dromail.testing.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpTransaction;
import io.dromail.testing.ScriptedSmtpServer;
import io.dromail.testing.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SmtpFailuresTest {

  private final ScriptedSmtpServer server = ScriptedSmtpServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          CONNECT     | 421 | 4.7.0 try again later           | CONNECT     | 4.7.0  | try again later
          CONNECT     | 554 | 5.7.1 blocked by example.org    | CONNECT     | 5.7.1  | blocked by example.org
          MAIL        | 530 | 5.7.0 Authentication required   | TRANSACTION | 5.7.0  | Authentication required
          MAIL        | 550 | not your address                | TRANSACTION | -      | not your address
          MAIL        | 451 | 4.7.500 server busy             | TRANSACTION | 4.7.500 | server busy
          MAIL        | 552 | 5.3.4\\n5.3.4 too big           | TRANSACTION | 5.3.4  | too big
          RCPT        | 550 | 5.1.1 no such user              | TRANSACTION | 5.1.1  | ada@example.org: 550 5.1.1 no such user
          RCPT        | 450 | 4.2.0 greylisted                | TRANSACTION | 4.2.0  | greylisted
          RCPT        | 552 | 5.2.2 mailbox full              | TRANSACTION | 5.2.2  | mailbox full
          RCPT        | 550 | 5.1.1 no\\n5.1.1 such\\n5.1.1 user | TRANSACTION | 5.1.1 | such
          DATA        | 554 | no valid recipients             | TRANSACTION | -      | no valid recipients
          DATA        | 451 | 4.3.0 later                     | TRANSACTION | 4.3.0  | later
          END_OF_DATA | 550 | 5.7.1 content rejected          | END_OF_DATA | 5.7.1  | content rejected
          END_OF_DATA | 452 | 4.3.1 no room                   | END_OF_DATA | 4.3.1  | no room
          END_OF_DATA | 421 | 4.3.2 shutting down             | END_OF_DATA | 4.3.2  | shutting down
          """)
  void readsTheReply(
      Stage at, int code, String text, SmtpFailure.Stage stage, String enhanced, String words) {
    server.at(at).always().reply(code, text.replace("\\n", "\n"));

    SmtpFailure failure = fail();

    assertThat(failure.replyCode()).isEqualTo(code);
    assertThat(failure.enhancedCode()).isEqualTo(enhanced == null ? "" : enhanced);
    assertThat(failure.stage()).isEqualTo(stage);
    assertThat(failure).hasMessageContainingAll("127.0.0.1:" + server.port(), words);
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END_OF_DATA"})
  void knowsNoReplyWhenTheConnectionBreaks(Stage at) {
    server.at(at).always().drop();
    SmtpFailure.Stage stage =
        at == CONNECT || at == EHLO
            ? SmtpFailure.Stage.CONNECT
            : at == END_OF_DATA ? SmtpFailure.Stage.END_OF_DATA : SmtpFailure.Stage.TRANSACTION;

    SmtpFailure failure = fail();

    assertThat(failure.replyCode()).isEqualTo(-1);
    assertThat(failure.enhancedCode()).isEmpty();
    assertThat(failure.stage()).isEqualTo(stage);
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"CONNECT", "MAIL", "RCPT", "DATA", "END_OF_DATA"})
  void knowsNoReplyWhenTheTimeIsUp(Stage at) {
    server.at(at).always().hang();
    SmtpProfile profile = Outgoing.profile(server.url());
    profile.setReplyTimeoutSeconds(1);

    SmtpFailure failure = fail(profile);

    assertThat(failure.replyCode()).isEqualTo(-1);
    assertThat(failure.stage() == SmtpFailure.Stage.END_OF_DATA).isEqualTo(at == END_OF_DATA);
    assertThat(failure).hasMessageContaining("Read timed out");
  }

  @Test
  void tellsWhoGotTheMailAndWhoDidNot() {
    server.at(RCPT).when("bad@").always().reply(550, "5.1.1 no such user");

    SmtpFailure failure = fail("good@example.org", "bad@example.org", "other@example.org");

    assertThat(failure.replyCode()).isEqualTo(550);
    assertThat(failure).hasMessageContaining("bad@example.org");
    assertThat(failure.transaction().accepted())
        .containsExactly("good@example.org", "other@example.org");
    assertThat(failure.transaction().refused())
        .containsExactly(
            new SmtpTransaction.Refusal("bad@example.org", 550, "5.1.1", "550 5.1.1 no such user"));
    assertThat(server.mails()).hasSize(1);
  }

  @Test
  void keepsRefusedRecipientsApartFromWhatHappensToTheOthersLater() {
    server.at(RCPT).when("bad@").always().reply(550, "5.1.1 no such user");
    server.at(END_OF_DATA).always().drop();

    SmtpFailure failure = fail("good@example.org", "bad@example.org");

    assertThat(failure.stage()).isEqualTo(SmtpFailure.Stage.END_OF_DATA);
    assertThat(failure.replyCode()).isEqualTo(-1);
    assertThat(failure.transaction().accepted()).isEmpty();
    assertThat(failure.transaction().refused())
        .extracting(SmtpTransaction.Refusal::address)
        .containsExactly("bad@example.org");
  }

  @Test
  void takesTheReplyToTheContentForTheRecipientsWhoWereTaken() {
    server.at(RCPT).when("bad@").always().reply(550, "5.1.1 no such user");
    server.at(END_OF_DATA).always().reply(451, "4.3.0 later");

    SmtpFailure failure = fail("good@example.org", "bad@example.org");

    assertThat(failure.replyCode()).isEqualTo(451);
    assertThat(failure.transaction().accepted()).isEmpty();
    assertThat(failure.transaction().refused()).hasSize(1);
  }

  @Test
  void letsARefusalForGoodWeighMoreThanOneForNow() {
    server.at(RCPT).when("full@").always().reply(452, "4.2.2 full");
    server.at(RCPT).when("bad@").always().reply(550, "5.1.1 no such user");

    assertThat(fail("full@example.org", "bad@example.org").replyCode()).isEqualTo(550);
    assertThat(fail("bad@example.org", "full@example.org").enhancedCode()).isEqualTo("5.1.1");
    assertThat(fail("full@example.org", "good@example.org").replyCode()).isEqualTo(452);
  }

  @Test
  void readsTheReplyToALogin() {
    server.requireLogin("ada", "right");
    server.at(AUTH).always().reply(535, "5.7.8 not accepted");
    SmtpProfile profile =
        Outgoing.profile(server.url().replace("//", "//ada:" + "wrongsecret" + "@"));

    SmtpFailure failure = fail(profile);

    assertThat(failure.stage()).isEqualTo(SmtpFailure.Stage.LOGIN);
    assertThat(failure.replyCode()).isEqualTo(535);
    assertThat(failure.enhancedCode()).isEqualTo("5.7.8");
    assertThat(failure).hasMessageContaining("refused the login");
    assertThat(failure.getMessage()).doesNotContain("wrongsecret");
  }

  @Test
  void takesNoPartOfAnAddressForAReply() {
    SmtpFailure failure =
        new SmtpFailures("default", new SmtpServer("192.0.2.250", 25, Tls.STARTTLS_REQUIRED))
            .of(
                SmtpFailure.Stage.CONNECT,
                new jakarta.mail.MessagingException(
                    "Could not convert socket to TLS",
                    new java.io.IOException("No name matching IP address 192.0.2.250 found")));

    assertThat(failure.replyCode()).isEqualTo(-1);
  }

  private SmtpFailure fail(String... recipients) {
    return fail(Outgoing.profile(server.url()), recipients);
  }

  private static SmtpFailure fail(SmtpProfile profile, String... recipients) {
    try (PooledMailSender sender = Outgoing.sender(profile)) {
      return catchThrowableOfType(SmtpFailure.class, () -> sender.send(Outgoing.mail(recipients)));
    }
  }
}

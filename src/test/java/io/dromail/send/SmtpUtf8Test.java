package io.dromail.send;

import static io.dromail.testing.Samples.mail;
import static io.dromail.testing.Samples.sealed;
import static io.dromail.testing.Stage.MAIL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.enrich.MailComposer;
import io.dromail.mail.OutgoingMail;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.SmtpFailure;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses of any script, byte by byte (RFC 6531, RFC 6532). */
@Timeout(60)
class SmtpUtf8Test {

  private final ScriptedSmtpServer server = ScriptedSmtpServer.start();
  private SmtpConnection connection;

  @BeforeEach
  void connect() throws Exception {
    server.advertise("SMTPUTF8");
    open();
  }

  @AfterEach
  void close() throws MessagingException {
    connection.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "用户@例え.jp,用户@xn--r8jz45g.jp,林晓雨",
    "محمد@موقع.example,محمد@xn--4gbrim.example,نور الدين",
    "jürgen@straße.example,jürgen@xn--strae-oqa.example,Jürgen Groß"
  })
  void writesAddressesInUtf8(String email, String onTheWire, String name) throws Exception {
    connection.send(
        compose(
            "'from': '%s <%s>', 'to': '%s <%s>', 'subject': 'Grüße', 'text': 'x'"
                .formatted(name, email, name, email)));

    ReceivedMail mail = server.mails().get(0);
    assertThat(mail.envelopeFrom()).isEqualTo(onTheWire);
    assertThat(mail.recipients()).containsExactly(onTheWire);
    assertThat(mail.mailParameters()).containsExactly("SMTPUTF8");
    assertThat(server.commands())
        .contains(
            "1: C: MAIL FROM:<" + onTheWire + "> SMTPUTF8", "1: C: RCPT TO:<" + onTheWire + ">");
    assertThat(new String(mail.raw(), UTF_8))
        .contains("\r\nFrom: \"" + name + "\" <" + onTheWire + ">\r\n")
        .contains("\r\nTo: \"" + name + "\" <" + onTheWire + ">\r\n");
    assertThat(new String(mail.raw(), UTF_8)).doesNotContain("\ufffd");
  }

  @Test
  void asksForItOnlyIfAMailNeedsIt() throws Exception {
    connection.send(compose("'from': 'a@bücher.example', 'to': 'Ü <b@例え.jp>', 'text': 'ü'"));
    connection.send(compose("'from': 'ü@bücher.example', 'to': 'b@例え.jp', 'text': 'ü'"));
    connection.send(compose("'from': 'a@bücher.example', 'to': 'Ü <b@例え.jp>', 'text': 'ü'"));

    assertThat(server.mails())
        .extracting(ReceivedMail::mailParameters)
        .containsExactly(List.of(), List.of("SMTPUTF8"), List.of());
    for (int ascii : new int[] {0, 2}) {
      assertThat(new String(server.mails().get(ascii).raw(), UTF_8))
          .matches("(?s)[\\r\\n\\t -~]+")
          .contains("To: =?UTF-8?B?w5w=?= <b@xn--r8jz45g.jp>");
    }
  }

  @Test
  void failsForGoodWithoutATransactionWhereTheServerLacksIt() throws Exception {
    connection.close();
    server.hideExtension("SMTPUTF8");
    open();

    SmtpFailure failure =
        catchThrowableOfType(
            SmtpFailure.class,
            () ->
                connection.send(compose("'from': 'a@b.example', 'to': 'ü@c.example', 'text': ''")));

    assertThat(failure.stage()).isEqualTo(SmtpFailure.Stage.TRANSACTION);
    assertThat(failure.replyCode()).isEqualTo(553);
    assertThat(failure.enhancedCode()).isEqualTo("5.6.7");
    assertThat(failure)
        .hasMessageContaining(
            "needs SMTPUTF8, which 127.0.0.1:" + server.port() + " doesn't offer");
    assertThat(failure.transaction().accepted()).isEmpty();
    assertThat(connection.wasStale(failure)).isFalse();
    assertThat(server.reachedCount(MAIL)).isZero();

    assertThat(connection.isFresh(10, Duration.ofMinutes(1))).isTrue();
    connection.send(compose("'from': 'a@b.example', 'to': 'c@bücher.example', 'text': ''"));
    assertThat(server.mails()).hasSize(1);
  }

  @Test
  void knowsWhetherTheServerHasIt() throws Exception {
    assertThat(connection.hasSmtpUtf8()).isTrue();

    connection.close();
    server.hideExtension("SMTPUTF8");
    open();
    assertThat(connection.hasSmtpUtf8()).isFalse();
  }

  private void open() throws SmtpFailure {
    connection = new SmtpConnection(Outgoing.access(Outgoing.profile(server.url())));
    connection.open();
  }

  private static OutgoingMail compose(String fields) throws MessagingException, PermanentFailure {
    return new MailComposer().compose(sealed(mail("{" + fields + "}")), null, null, null);
  }
}

package io.dromail.send;

import static io.dromail.testing.Stage.MAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromail.mail.SmtpFailure;
import io.dromail.testing.ScriptedSmtpServer;
import io.dromail.testing.TestCertificates;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SmtpConnectionTest {

  private static final TestCertificates GOOD = TestCertificates.selfSigned();

  private ScriptedSmtpServer server = ScriptedSmtpServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN"})
  void protectsTheConnectionBeforeTheLogin(String mechanism) throws Exception {
    server.offerStartTls(GOOD.serverContext()).requireLogin("ada@example.com", "a+b/c");
    server.advertise("AUTH " + mechanism);

    try (SmtpConnection connection =
        connection("smtp://ada%40example.com:a+b%2Fc@127.0.0.1:" + server.port(), GOOD)) {
      connection.open();
      connection.send(Outgoing.mail());
    }

    assertThat(server.mails())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.tls()).isTrue();
              assertThat(mail.authenticatedUser()).contains("ada@example.com");
            });
    assertThat(server.commands()).anyMatch(command -> command.contains("AUTH " + mechanism));
  }

  @Test
  void speaksTlsFromTheFirstByte() throws Exception {
    server.close();
    server = ScriptedSmtpServer.startImplicitTls(GOOD.serverContext());

    try (SmtpConnection connection = connection("smtps://127.0.0.1:" + server.port(), GOOD)) {
      connection.open();
      connection.send(Outgoing.mail());
    }

    assertThat(server.mails().get(0).tls()).isTrue();
  }

  @Test
  void refusesClearTextWhenStartTlsIsStripped() {
    server.requireLogin("ada", "secret");

    assertRefused("smtp://ada:secret@127.0.0.1:" + server.port(), GOOD);

    assertThat(server.commands()).noneMatch(command -> command.matches(".*(AUTH|MAIL).*"));
  }

  @Test
  void takesClearTextWhenTlsIsOptionalAndNotOffered() throws Exception {
    try (SmtpConnection connection =
        connection("smtp://127.0.0.1:%d?tls=optional".formatted(server.port()), GOOD)) {
      connection.open();
      connection.send(Outgoing.mail());
    }

    assertThat(server.mails().get(0).tls()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"required", "optional"})
  void refusesACertificateOfAnotherHost(String tls) {
    TestCertificates other = TestCertificates.selfSignedFor("other.example.com");
    server.offerStartTls(other.serverContext());

    assertRefused("smtp://127.0.0.1:%d?tls=%s".formatted(server.port(), tls), other);
    assertThat(server.mails()).isEmpty();
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor() {
    server.offerStartTls(GOOD.serverContext());

    assertRefused("smtp://127.0.0.1:" + server.port(), null);
  }

  @Test
  void saysWhyACertificateIsRefused() {
    TestCertificates other = TestCertificates.selfSignedFor("other.example.com");

    assertThat(refusal(other, other))
        .startsWith("127.0.0.1:" + server.port() + " could not be reached: ")
        .contains("its certificate isn't for 127.0.0.1");
    assertThat(refusal(GOOD, null)).contains("isn't signed by an authority that is trusted here");
    Exception expired = new CertificateExpiredException("NotAfter: Mon Nov 02 2026");
    assertThat(
            CertificateTrouble.in(new MessagingException("no TLS", new IOException(expired)), "x"))
        .isEqualTo("its certificate has expired: NotAfter: Mon Nov 02 2026");
    assertThat(CertificateTrouble.in(new MessagingException("EOF"), "x")).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tellsTheTlsProtocol(boolean implicit) throws Exception {
    if (implicit) {
      server.close();
      server = ScriptedSmtpServer.startImplicitTls(GOOD.serverContext());
    } else {
      server.offerStartTls(GOOD.serverContext());
    }

    try (SmtpConnection connection = connection(server.url(), GOOD)) {
      connection.open();
      var mail = Outgoing.mail();
      connection.send(mail);
      assertThat(mail.transaction().tls()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void insistsOnAnOptionalStartTlsOnceItWasThere() throws Exception {
    server.offerStartTls(GOOD.serverContext());
    SmtpProfile profile = Outgoing.profile("smtp://127.0.0.1:" + server.port() + "?tls=optional");
    profile.setCertificateAuthority(GOOD.pemFile().toString());
    ServerAccess access = Outgoing.access(profile);
    try (SmtpConnection connection = new SmtpConnection(access)) {
      connection.open();
    }
    server.hideExtension("STARTTLS");

    try (SmtpConnection connection = new SmtpConnection(access)) {
      assertThatThrownBy(connection::open).hasMessageContaining("STARTTLS is required");
    }
  }

  @Test
  void needsStartTlsWhereverAPasswordWouldBeSeen() {
    SmtpProfile profile = new SmtpProfile();
    profile.setHost("mail.example.com");
    profile.setTls("starttls-optional");
    assertThat(Outgoing.access(profile).requiresStartTls()).isFalse();

    profile.setUser("ada");
    profile.setPassword("secret");

    assertThat(Outgoing.access(profile).requiresStartTls()).isTrue();
  }

  @Test
  void isFreshUntilItHasSentItsMailsOrIsBroken() throws Exception {
    SmtpConnection connection = connection(server.url(), null);
    connection.open();
    connection.send(Outgoing.mail());
    assertThat(connection.isFresh(2, Duration.ofMinutes(1))).isTrue();
    assertThat(connection.isFresh(1, Duration.ofMinutes(1))).isFalse();
    assertThat(connection.isFresh(2, Duration.ZERO)).isFalse();

    server.at(MAIL).once().drop();
    assertThatThrownBy(() -> connection.send(Outgoing.mail())).isInstanceOf(SmtpFailure.class);
    assertThat(connection.isFresh(10, Duration.ofMinutes(1))).isFalse();
  }

  @Test
  void saysItsNameInEhlo() throws Exception {
    SmtpProfile profile = Outgoing.profile(server.url());
    profile.setEhloName("gateway.example.com");

    try (SmtpConnection connection = new SmtpConnection(Outgoing.access(profile))) {
      connection.open();
    }

    assertThat(server.commands()).contains("1: C: EHLO gateway.example.com");
  }

  private static void assertRefused(String url, TestCertificates trusted) {
    try (SmtpConnection connection = connection(url, trusted)) {
      assertThatThrownBy(connection::open)
          .isInstanceOfSatisfying(
              SmtpFailure.class,
              failure -> {
                assertThat(failure.stage()).isEqualTo(SmtpFailure.Stage.CONNECT);
                assertThat(failure.replyCode()).isEqualTo(-1);
              });
    } catch (jakarta.mail.MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String refusal(TestCertificates served, TestCertificates trusted) {
    server.offerStartTls(served.serverContext());
    try (SmtpConnection connection = connection(server.url(), trusted)) {
      return org.assertj.core.api.Assertions.catchThrowable(connection::open).getMessage();
    } catch (jakarta.mail.MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SmtpConnection connection(String url, TestCertificates trusted) {
    SmtpProfile profile = Outgoing.profile(url);
    if (trusted != null) {
      profile.setCertificateAuthority(trusted.pemFile().toString());
    }
    return new SmtpConnection(Outgoing.access(profile));
  }
}

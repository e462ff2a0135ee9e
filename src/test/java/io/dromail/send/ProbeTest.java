package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Diagnosis;
import io.dromail.mail.Diagnosis.State;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.ScriptedSmtpServer;
import io.dromail.testing.Stage;
import io.dromail.testing.TestCertificates;
import io.dromail.testing.TrustedCertificates;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProbeTest {

  private static final long MAILS_UP_TO = 25_000_000;
  private static final TestCertificates GOOD = TestCertificates.selfSigned(90);

  @TempDir private Path folder;
  private ScriptedSmtpServer server = ScriptedSmtpServer.start();
  private TrustedCertificates trusted;

  @BeforeEach
  void trust() {
    trusted = TrustedCertificates.only(GOOD, folder);
  }

  @AfterEach
  void close() {
    trusted.close();
    server.close();
  }

  @Test
  void tellsStepByStepThatAllIsWell() {
    server.offerStartTls(GOOD.serverContext()).requireLogin("ada@example.com", "secret");
    server.advertise("SMTPUTF8");

    List<Diagnosis> found =
        probe("smtp://ada%40example.com:secret@localhost:" + server.port()).examine();

    assertThat(found).allMatch(Diagnosis::isGood);
    assertThat(found)
        .extracting(Diagnosis::part)
        .containsExactly("name", "connection", "TLS", "login", "server");
    assertThat(words(found).get(0)).startsWith("localhost is ").contains("127.0.0.1");
    assertThat(words(found).get(2))
        .matches(
            "TLSv1\\.3, certificate for localhost, 127\\.0\\.0\\.1, self-signed, (89|90) days"
                + " left\\.");
    assertThat(words(found).get(3)).isEqualTo("Logged in as ada@example.com.");
    assertThat(words(found).get(4))
        .isEqualTo("Takes mails up to 36.7 MB; has PIPELINING, 8BITMIME, SMTPUTF8.");
    assertThat(server.connections()).isOne();
    assertThat(server.mails()).isEmpty();
    assertThat(server.reachedCount(Stage.MAIL)).isZero();
  }

  @Test
  void speaksTlsFromTheFirstByte() {
    server.close();
    server = ScriptedSmtpServer.startImplicitTls(GOOD.serverContext());

    List<Diagnosis> found = probe("smtps://localhost:" + server.port()).examine();

    assertThat(found).allMatch(Diagnosis::isGood);
    assertThat(words(found).get(2)).startsWith("TLSv1.3");
    assertThat(words(found).get(3)).isEqualTo("None, and the server offers none.");
  }

  @Test
  void warnsOfACertificateThatEndsSoon() {
    TestCertificates soon = TestCertificates.selfSigned();
    server.offerStartTls(soon.serverContext());

    try (TrustedCertificates also = TrustedCertificates.only(soon, folder)) {
      Diagnosis tls = probe("smtp://localhost:" + server.port()).examine().get(2);

      assertThat(tls.state()).isEqualTo(State.WARNING);
      assertThat(tls.words()).matches(".* 1 day left\\.");
      assertThat(tls.remedy()).matches("Renew it before \\d{4}-\\d\\d-\\d\\d\\.");
    }
  }

  @Test
  void refusesAnExpiredCertificate() {
    TestCertificates expired = TestCertificates.expired();
    server.offerStartTls(expired.serverContext()).requireLogin("ada", "secret");

    Diagnosis tls = last("smtp://ada:secret@localhost:" + server.port(), "TLS");

    assertThat(tls.state()).isEqualTo(State.WRONG);
    assertThat(tls.words())
        .matches(
            "The certificate for localhost, 127\\.0\\.0\\.1 expired on \\d{4}-\\d\\d-\\d\\d\\.");
    assertThat(server.reachedCount(Stage.AUTH)).isZero();
  }

  @Test
  void warnsOfAnExpiredCertificateThatIsTrustedItself() {
    TestCertificates expired = TestCertificates.expired();
    server.offerStartTls(expired.serverContext());

    try (TrustedCertificates also = TrustedCertificates.only(expired, folder)) {
      Diagnosis tls = probe("smtp://localhost:" + server.port()).examine().get(2);

      assertThat(tls.state()).isEqualTo(State.WARNING);
      assertThat(tls.words()).contains("which expired on ");
    }
  }

  @Test
  void refusesTheCertificateOfAnotherHost() {
    TestCertificates other = TestCertificates.selfSignedFor("other.example.com");
    server.offerStartTls(other.serverContext());

    try (TrustedCertificates also = TrustedCertificates.only(other, folder)) {
      assertThat(last("smtp://localhost:" + server.port(), "TLS").words())
          .isEqualTo("The certificate is for other.example.com, and not for localhost.");
    }
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor() {
    server.close();
    server = ScriptedSmtpServer.startImplicitTls(TestCertificates.selfSigned().serverContext());

    Diagnosis tls = last("smtps://localhost:" + server.port(), "TLS");

    assertThat(tls.words())
        .isEqualTo(
            "Nobody whom this Java trusts vouches for the certificate for localhost, 127.0.0.1; it"
                + " is self-signed.");
    assertThat(tls.remedy()).contains("trust store");
  }

  @Test
  void findsThatStartTlsIsStripped() {
    server.requireLogin("ada", "secret");

    Diagnosis tls = last("smtp://ada:secret@127.0.0.1:" + server.port(), "TLS");

    assertThat(tls.words()).startsWith("The server doesn't offer STARTTLS");
    assertThat(server.commands()).noneMatch(command -> command.contains("AUTH"));
  }

  @Test
  void findsThatThePortSpeaksNoTls() {
    Diagnosis tls = last("smtps://127.0.0.1:" + server.port(), "TLS");

    assertThat(tls.words()).startsWith("No TLS came about: ");
    assertThat(tls.remedy()).contains("STARTTLS");
  }

  @Test
  void repeatsWhatTheServerSaysToAWrongLogin() {
    server.offerStartTls(GOOD.serverContext()).requireLogin("ada", "secret");

    List<Diagnosis> found = probe("smtp://ada:hush-hush@localhost:" + server.port()).examine();

    assertThat(found.subList(0, 3)).allMatch(Diagnosis::isGood);
    assertThat(found.get(3).state()).isEqualTo(State.WRONG);
    assertThat(found.get(3).words()).isEqualTo("Refused for ada: 535 5.7.8 wrong user or password");
    assertThat(found).hasSize(4);
    assertThat(found.toString()).doesNotContain("hush");
  }

  @Test
  void findsThatThereIsNoLoginThatBothKnow() {
    server.requireLogin("ada", "secret").advertise("AUTH GSSAPI");

    Diagnosis login = last("smtp://ada:secret@127.0.0.1:%d?tls=none", "login");

    assertThat(login.words())
        .startsWith("Refused for ada: ")
        .contains("No authentication mechanisms");
  }

  @Test
  void findsThatNobodyListens() {
    server.stopListening();

    Diagnosis connection = last("smtp://127.0.0.1:%d?tls=none", "connection");

    assertThat(connection.words())
        .isEqualTo("Nobody is reached at 127.0.0.1:" + server.port() + ": Connection refused.");
    assertThat(connection.remedy()).contains("firewall");
  }

  @Test
  void repeatsWhatAServerSaysThatDoesNotWantUs() {
    server.at(Stage.CONNECT).always().reply(554, "5.7.1 go away");

    assertThat(last("smtp://127.0.0.1:%d?tls=none", "connection").words())
        .startsWith("The server doesn't want to talk to us: ")
        .contains("554");
  }

  @Test
  void findsThatTheServerIsSilent() {
    server.at(Stage.CONNECT).always().hang();

    Diagnosis found =
        new Probe(
                Outgoing.access(Outgoing.profile(url("smtp://127.0.0.1:%d?tls=none"))),
                MAILS_UP_TO,
                1)
            .examine()
            .get(1);

    assertThat(found.state()).isEqualTo(State.WRONG);
    assertThat(found.words()).contains("takes too long");
    assertThat(found.remedy()).contains("smtps://");
  }

  @Test
  void findsThatTheServerHangsUp() {
    server.at(Stage.EHLO).always().drop();

    assertThat(last("smtp://127.0.0.1:%d?tls=none", "connection").state()).isEqualTo(State.WRONG);
  }

  @Test
  void findsThatThereIsNoSuchHost() {
    Diagnosis name = last("smtp://smtp.example.invalid", "name");

    assertThat(name.words()).contains("smtp.example.invalid");
    assertThat(server.connections()).isZero();
  }

  @Test
  void warnsThatLargeMailsWillNotPass() {
    server.advertise("SIZE 10000000").hideExtension("PIPELINING").hideExtension("8BITMIME");

    Diagnosis found = probe(server.url()).examine().get(4);

    assertThat(found.state()).isEqualTo(State.WARNING);
    assertThat(found.words())
        .isEqualTo("Takes mails up to 10 MB; no SMTPUTF8: no mail to addresses beyond ASCII.");
    assertThat(found.remedy()).startsWith("Dromail accepts mails up to 25 MB; lower");
  }

  @Test
  void warnsThatItDoesNotLogIn() {
    server.requireLogin("ada", "secret");

    Diagnosis login = probe("smtp://127.0.0.1:%d?tls=none").examine().get(3);

    assertThat(login.state()).isEqualTo(State.WARNING);
  }

  @Test
  void sendsATestMail() {
    List<Diagnosis> found = probe(server.url()).examine("shop@example.com", "ada@example.org");

    assertThat(found.get(5).words())
        .startsWith("To ada@example.org, from shop@example.com: 250 2.0.0");
    assertThat(server.connections()).isOne();
    ReceivedMail mail = server.mails().get(0);
    assertThat(mail.envelopeFrom()).isEqualTo("shop@example.com");
    assertThat(mail.recipients()).containsExactly("ada@example.org");
    assertThat(mail.message())
        .satisfies(
            message -> {
              assertThat(message.getSubject()).isEqualTo("Test mail through the profile default");
              assertThat(message.getContent().toString()).contains("./dromail doctor");
              assertThat(message.getHeader("Message-ID")[0]).endsWith("@example.com>");
            });
  }

  @Test
  void repeatsWhyATestMailIsRefused() {
    server.at(Stage.RCPT).always().reply(550, "5.1.1 no such user");

    Diagnosis found = probe(server.url()).examine("shop@example.com", "ada@example.org").get(5);

    assertThat(found.state()).isEqualTo(State.WRONG);
    assertThat(found.words()).contains("550 5.1.1 no such user");
  }

  /** The only one of the steps that isn't good, which is the last. */
  private Diagnosis last(String url, String part) {
    List<Diagnosis> found = probe(url).examine();
    Diagnosis last = found.get(found.size() - 1);
    assertThat(found.subList(0, found.size() - 1)).allMatch(Diagnosis::isGood);
    assertThat(last.part()).as(found.toString()).isEqualTo(part);
    assertThat(last.isGood()).isFalse();
    return last;
  }

  private Probe probe(String url) {
    return new Probe(Outgoing.access(Outgoing.profile(url(url))), MAILS_UP_TO, 20);
  }

  private String url(String url) {
    return url.contains("%d") ? url.formatted(server.port()) : url;
  }

  private static List<String> words(List<Diagnosis> found) {
    return found.stream().map(Diagnosis::words).toList();
  }
}

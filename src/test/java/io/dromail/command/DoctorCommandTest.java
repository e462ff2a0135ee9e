package io.dromail.command;

import static io.dromail.command.Typed.dromail;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.MailJson;
import io.dromail.testing.ScriptedSmtpServer;
import io.dromail.testing.Stage;
import io.dromail.testing.TestCertificates;
import io.dromail.testing.TrustedCertificates;
import io.dromail.testing.ZoneServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DoctorCommandTest {

  private static final TestCertificates CERTIFICATE = TestCertificates.selfSigned(90);

  @TempDir private Path home;
  private final ScriptedSmtpServer server = ScriptedSmtpServer.start();
  private final ZoneServer zones = ZoneServer.start();
  private final String homeBefore = System.getProperty("dromail.home");
  private TrustedCertificates trusted;

  @BeforeEach
  void publish() {
    trusted = TrustedCertificates.only(CERTIFICATE, home);
    System.setProperty("dromail.home", home.toString());
    server.offerStartTls(CERTIFICATE.serverContext()).requireLogin("ada@example.com", "secret");
    server.advertise("SMTPUTF8");
    zones
        .mx("example.org", 10, "mail.example.org")
        .address("mail.example.org", "192.0.2.1")
        .txt("example.org", "v=spf1 ip4:192.0.2.0/24 -all")
        .txt("_dmarc.example.org", "v=DMARC1; p=reject; rua=mailto:dmarc@example.org");
  }

  @AfterEach
  void close() {
    if (homeBefore == null) {
      System.clearProperty("dromail.home");
    } else {
      System.setProperty("dromail.home", homeBefore);
    }
    trusted.close();
    server.close();
    zones.close();
  }

  @Test
  void reportsProfileAndDomain() throws IOException {
    settings("ada%40example.com:secret@", "");

    Typed typed = doctor("--domain", "example.org", "--spf", "192.0.2.25");

    assertThat(typed.err()).isEmpty();
    assertThat(typed.out().replaceAll("\\d+ days", "N days"))
        .isEqualTo(
            """
            profile default, localhost:PORT
              ✓ name        localhost is ADDRESSES.
              ✓ connection  localhost:PORT answers.
              ✓ TLS         TLSv1.3, certificate for localhost, 127.0.0.1, self-signed, N days left.
              ✓ login       Logged in as ada@example.com.
              ✓ server      Takes mails up to 36.7 MB; has PIPELINING, 8BITMIME, SMTPUTF8.

            domain example.org
              ✓ MX          Bounces and replies go to mail.example.org.
              ✓ SPF         One record, it allows profile default (0 of 10 questions to the DNS): v=spf1 ip4:192.0.2.0/24 -all
              ! DKIM        Dromail has no key for example.org, so its mails go out unsigned, unless the provider signs them.
                            → Give Dromail a DKIM key for it.
              ✓ DMARC       The record at _dmarc.example.org has what fails refused: v=DMARC1; p=reject; rua=mailto:dmarc@example.org
              ! alignment   Mails from example.org pass by SPF (envelope sender @example.org) alone, which breaks when a mail is forwarded: Dromail doesn't sign for it.
                            → Sign with DKIM as example.org.

            Nothing is broken, 2 warnings.
            """);
    assertThat(typed.status()).isZero();
    assertThat(server.mails()).isEmpty();
  }

  @Test
  void takesDomainsFromTheApiKeysAndSaysWhatToPublish() throws IOException {
    settings("ada%40example.com:secret@", "shop:0123456789:a@example.org|@bücher.example");

    Typed typed = doctor("--spf", "include:spf.example.net");

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.out())
        .contains(
            """
              ✗ SPF         The record doesn't allow include:spf.example.net, through which profile default sends: v=spf1 ip4:192.0.2.0/24 -all
                            → Publish in its place:
                              name   example.org
                              type   TXT
                              value  v=spf1 ip4:192.0.2.0/24 include:spf.example.net -all
            """)
        .contains("domain xn--bcher-kva.example\n")
        .containsPattern("\n\\d+ to mend, \\d+ warnings\\.\n$");
  }

  @Test
  void stopsAtAWrongLoginAndKeepsThePasswordToItself() throws IOException {
    settings("ada%40example.com:hush-hush@", "");

    Typed typed = doctor();

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.out())
        .contains("  ✗ login       Refused for ada@example.com: 535 5.7.8 wrong user or password\n")
        .contains("No sender domain is known; name one with --domain.")
        .endsWith("1 to mend.\n")
        .doesNotContain("hush");
  }

  @Test
  void sendsATestMail() throws IOException {
    settings("ada%40example.com:secret@", "");

    Typed typed = doctor("--to", "grace@example.org");

    assertThat(typed.status()).isZero();
    assertThat(typed.out())
        .contains("  ✓ test mail   To grace@example.org, from ada@example.com: 250 2.0.0")
        .endsWith("All is well.\n");
    assertThat(server.mails()).hasSize(1);
    assertThat(server.reachedCount(Stage.MAIL)).isOne();
  }

  @Test
  void saysWhatCouldNotBeAsked() throws IOException {
    settings("ada%40example.com:secret@", "");
    zones.fallSilent();

    Typed typed = doctor("--domain", "example.org", "--timeout", "1");

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.out())
        .contains("  ? DNS         Nothing is known: no answer from the DNS server 127.0.0.1:")
        .endsWith("Nothing is broken, 1 not known.\n");
  }

  @Test
  void printsJson() throws IOException {
    settings("ada%40example.com:secret@", "");

    Typed typed = doctor("--domain", "example.com", "--json");

    JsonNode json = MailJson.mapper().readTree(typed.out());
    assertThat(json.at("/0/profile").asText()).isEqualTo("default");
    assertThat(json.at("/0/checks/2/state").asText()).isEqualTo("good");
    assertThat(json.at("/1/domain").asText()).isEqualTo("example.com");
    assertThat(json.at("/1/checks").findValuesAsText("part"))
        .containsExactly("MX", "SPF", "DKIM", "DMARC", "alignment");
    assertThat(json.at("/1/checks/3/publish/name").asText()).isEqualTo("_dmarc.example.com");
    assertThat(typed.status()).isEqualTo(1);
  }

  @Test
  void hasNothingToTryOutInTheSandbox() throws IOException {
    Files.writeString(home.resolve("application.properties"), routes());

    Typed typed = doctor();

    assertThat(typed.status()).isZero();
    assertThat(typed.out())
        .startsWith("profile default: the sandbox, nothing to try out.")
        .endsWith("There is nothing to look at.\n");
  }

  @Test
  void refusesWhatItCannotUse() {
    assertThat(dromail("doctor", "--dns", "127.0.0.1:99999"))
        .isEqualTo(new Typed(2, "", "--dns: there is no DNS server '127.0.0.1:99999'.\n"));
    assertThat(dromail("doctor", "--to", "ada").err())
        .isEqualTo("--to must be an address, not 'ada'.\n");
    assertThat(dromail("doctor", "--timeout", "0").status()).isEqualTo(2);
  }

  @Test
  void fitsATerminal() {
    assertThat(dromail("doctor", "--help").out().lines()).allMatch(line -> line.length() <= 80);
  }

  private void settings(String login, String keys) throws IOException {
    Files.writeString(
        home.resolve("application.properties"),
        routes()
            + "dromail.smtp.url=smtp://"
            + login
            + "localhost:"
            + server.port()
            + "\ndromail.api.keys="
            + keys
            + "\n");
  }

  private static String routes() {
    Path resources = Path.of("src/main/resources").toAbsolutePath();
    return "dromail.routes.directory=%1$s/routes\ndromail.templates.directory=%1$s/templates\n"
        .formatted(resources);
  }

  private Typed doctor(String... options) {
    List<String> arguments = new ArrayList<>(List.of("doctor", "--dns", zones.hostAndPort()));
    arguments.addAll(List.of(options));
    Typed typed = dromail(arguments.toArray(String[]::new));
    String out =
        typed
            .out()
            .replace(":" + server.port(), ":PORT")
            .replaceFirst("localhost is [0-9a-f.:, ]+[0-9a-f]\\.", "localhost is ADDRESSES.");
    return new Typed(typed.status(), out, typed.err());
  }
}

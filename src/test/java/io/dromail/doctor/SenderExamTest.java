package io.dromail.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Diagnosis;
import io.dromail.mail.Diagnosis.DnsEntry;
import io.dromail.mail.Diagnosis.State;
import io.dromail.testing.ZoneServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SenderExamTest {

  private static final DkimKey KEY = DkimCheckTest.rsa(2048);
  private static final Provider RELAY = new Provider("relay", List.of("192.0.2.25"));

  private final ZoneServer zones = ZoneServer.start();
  private final SenderExam exam = new SenderExam(Dns.at(zones.address(), Duration.ofSeconds(5)));

  /** All of example.org is in order. */
  @BeforeEach
  void publish() {
    zones
        .mx("example.org", 10, "mail.example.org")
        .address("mail.example.org", "192.0.2.1")
        .txt("example.org", "v=spf1 ip4:192.0.2.25 -all")
        .txt("s1._domainkey.example.org", KEY.record())
        .txt("_dmarc.example.org", "v=DMARC1; p=reject; rua=mailto:dmarc@example.org");
  }

  @AfterEach
  void close() {
    zones.close();
  }

  @Test
  void findsAllInOrder() {
    List<Diagnosis> found = exam.examine(sender("example.org", KEY));

    assertThat(found).allMatch(Diagnosis::isGood);
    assertThat(found)
        .extracting(Diagnosis::part)
        .containsExactly("MX", "SPF", "DKIM s1", "DMARC", "alignment");
    assertThat(found.get(4).words())
        .isEqualTo(
            "Mails from example.org pass by DKIM (d=example.org) and by SPF (envelope sender"
                + " @example.org).");
  }

  @Test
  void stopsAtOnceWhereNoDnsServerAnswers() {
    zones.fallSilent();
    SenderExam hasty = new SenderExam(Dns.at(zones.address(), Duration.ofMillis(200)));

    assertThat(hasty.examine(sender("example.org", KEY)))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.state()).isEqualTo(State.UNKNOWN);
              assertThat(found.words()).contains("no answer from the DNS server 127.0.0.1:");
              assertThat(found.remedy()).contains("--dns");
            });
  }

  @Test
  void wantsADomainThatCanReceive() {
    assertThat(mx("nowhere.example").state()).isEqualTo(State.WRONG);
    zones.address("web.example", "192.0.2.7");
    assertThat(mx("web.example").words()).contains("its own address, 192.0.2.7");
    zones.mx("null.example", 0, ".");
    assertThat(mx("null.example").words()).contains("null MX");
    zones.mx("dangling.example", 10, "gone.example");
    assertThat(mx("dangling.example").words()).contains("gone.example").contains("no address");
    zones.fail("lost.example");
    assertThat(mx("lost.example").state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void publishesAPolicyWhereThereIsNone() {
    zones.forget("_dmarc.example.org");

    Diagnosis dmarc = part("DMARC", sender("example.org", KEY));

    assertThat(dmarc.state()).isEqualTo(State.WRONG);
    assertThat(dmarc.words()).contains("Gmail and Yahoo refuse its bulk mail");
    assertThat(dmarc.publish())
        .isEqualTo(
            new DnsEntry(
                "_dmarc.example.org", "TXT", "v=DMARC1; p=none; rua=mailto:dmarc@example.org"));
  }

  @Test
  void takesThePolicyOfTheOrganization() {
    zones.forget("_dmarc.example.org");
    zones.txt("_dmarc.example.org", "v=DMARC1; p=none; sp=quarantine; rua=mailto:d@example.org");

    Diagnosis dmarc = part("DMARC", sender("news.example.org"));

    assertThat(dmarc.words())
        .startsWith("The record at _dmarc.example.org sends what fails to the spam folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=DMARC1; p=none; rua=mailto:d@example.org       | WARNING | only watches (p=none)
          v=DMARC1; p=quarantine; rua=mailto:d@example.org | GOOD    | to the spam folder
          v=DMARC1; p=reject                               | WARNING | asks for no reports
          v=DMARC1; p=refuse; rua=mailto:d@example.org     | WRONG   | 'refuse' is no policy
          v=DMARC1; rua=mailto:d@example.org               | WRONG   | p= is missing
          v=DMARC1; p=none; p=reject                       | WRONG   | the tag p= is there twice
          """)
  void judgesThePolicy(String record, State state, String words) {
    zones.forget("_dmarc.example.org").txt("_dmarc.example.org", record);

    Diagnosis dmarc = part("DMARC", sender("example.org", KEY));

    assertThat(dmarc.state()).isEqualTo(state);
    assertThat(dmarc.words()).contains(words);
  }

  @Test
  void wantsOnePolicy() {
    zones.txt("_dmarc.example.org", "v=DMARC1; p=none");

    assertThat(part("DMARC", sender("example.org", KEY)).words()).startsWith("There are 2 records");
  }

  @Test
  void wantsConsentOfADomainThatTakesTheReports() {
    zones
        .forget("_dmarc.example.org")
        .txt("_dmarc.example.org", "v=DMARC1; p=reject; rua=mailto:d@reports.example!10m");

    List<Diagnosis> found = exam.examine(sender("example.org", KEY));

    assertThat(found.get(4).publish())
        .isEqualTo(new DnsEntry("example.org._report._dmarc.reports.example", "TXT", "v=DMARC1"));
    zones.txt("example.org._report._dmarc.reports.example", "v=DMARC1");
    assertThat(exam.examine(sender("example.org", KEY))).allMatch(Diagnosis::isGood);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # policy      | From             | envelope            | d=                | state   | words
          p=reject      | example.org      | bounces.example.org | example.org       | GOOD    | pass by DKIM (d=example.org) and by SPF (envelope sender @bounces.example.org)
          p=reject      | news.example.org | bounces.example.org | shop.example.org  | GOOD    | pass by DKIM (d=shop.example.org) and by SPF
          p=reject      | example.org      | example.net         | example.org       | GOOD    | the envelope sender's example.net isn't of example.org
          aspf=s        | example.org      | bounces.example.org | example.org       | GOOD    | bounces.example.org isn't example.org itself, as the record wants
          adkim=s       | example.org      | example.org         | news.example.org  | WARNING | DKIM's d=news.example.org isn't example.org itself
          p=reject      | example.org      | example.org         | -                 | WARNING | pass by SPF (envelope sender @example.org) alone
          p=reject      | example.org      | example.net         | example.com       | WRONG   | fail DMARC: DKIM's d=example.com isn't of example.org, and the envelope
          p=reject      | example.org      | example.net         | -                 | WRONG   | fail DMARC: Dromail doesn't sign for it, and the envelope sender's
          p=reject      | xexample.org     | example.org         | -                 | WRONG   | fail DMARC
          """)
  void judgesAlignment(
      String policy, String from, String envelope, String signed, State state, String words) {
    String spf = "v=spf1 ip4:192.0.2.25 -all";
    zones.forget("_dmarc.example.org").forget("example.org");
    zones.txt(
        "_dmarc.example.org",
        "v=DMARC1; p=reject; rua=mailto:d@example.org; " + policy.replace("p=reject", ""));
    for (String domain : List.of("example.org", "example.net", "bounces.example.org")) {
      zones.txt(domain, spf);
    }
    List<DkimKey> keys =
        signed == null ? List.of() : List.of(new DkimKey(signed, "s2", "rsa", KEY.publicKey()));
    keys.forEach(key -> zones.txt("s2._domainkey." + key.domain(), key.record()));

    Diagnosis found = part("alignment", new SenderToCheck(from, envelope, List.of(RELAY), keys));

    assertThat(found.words()).contains(words);
    assertThat(found.state()).isEqualTo(state);
  }

  @Test
  void doesNotCountAKeyThatDoesNotVerifyNorSpfThatFails() {
    zones.forget("s1._domainkey.example.org").forget("example.org");

    Diagnosis found = part("alignment", sender("example.org", KEY));

    assertThat(found.state()).isEqualTo(State.WRONG);
    assertThat(found.words())
        .isEqualTo(
            "Mails from example.org fail DMARC: no DKIM signature verifies, and SPF doesn't pass"
                + " for it.");
  }

  @Test
  void knowsThatSesIsNotAlignedBySpfUnlessItsMailFromIsOurs() {
    zones
        .txt("amazonses.com", "v=spf1 ip4:198.51.100.0/24 -all")
        .txt("bounce.example.org", "v=spf1 include:amazonses.com ~all");
    List<Provider> ses = List.of(new Provider("ses", List.of("amazonses.com")));

    Diagnosis plain =
        part("alignment", new SenderToCheck("example.org", "example.org", ses, List.of()));
    Diagnosis custom =
        part("alignment", new SenderToCheck("example.org", "bounce.example.org", ses, List.of()));

    assertThat(plain.state()).isEqualTo(State.WRONG);
    assertThat(custom.words()).contains("pass by SPF (envelope sender @bounce.example.org)");
  }

  private Diagnosis mx(String domain) {
    return part("MX", sender(domain));
  }

  private Diagnosis part(String part, SenderToCheck sender) {
    List<Diagnosis> found = exam.examine(sender);
    return found.stream()
        .filter(one -> one.part().equals(part))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + part + " in " + found));
  }

  private static SenderToCheck sender(String domain, DkimKey... keys) {
    return new SenderToCheck(domain, domain, List.of(RELAY), List.of(keys));
  }
}

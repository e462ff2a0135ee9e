package io.dromail.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Diagnosis;
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
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SpfCheckTest {

  private final ZoneServer zones = ZoneServer.start();
  private final SpfCheck check = new SpfCheck(Dns.at(zones.address(), Duration.ofSeconds(5)));

  @BeforeEach
  void publishProviders() {
    zones
        .txt("_spf.google.com", "v=spf1 include:_netblocks.google.com ~all")
        .txt("_netblocks.google.com", "v=spf1 ip4:203.0.113.0/24 ip6:2001:db8:1::/48 ~all")
        .txt("amazonses.com", "v=spf1 ip4:198.51.100.0/24 -all");
  }

  @AfterEach
  void close() {
    zones.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=spf1 include:_spf.google.com -all                 | _spf.google.com
          v=spf1 include:_spf.google.com ~all                 | include:_spf.google.com
          V=SPF1   INCLUDE:_spf.Google.com  ~ALL              | _spf.google.com
          v=spf1 include:nested.example.org -all              | _spf.google.com
          v=spf1 redirect=nested.example.org                  | _spf.google.com
          v=spf1 include:_spf.google.com -all                 | ip4:203.0.113.25
          v=spf1 include:_spf.google.com -all                 | 2001:db8:1::25
          v=spf1 ip4:192.0.2.0/25 -all                        | 192.0.2.25
          v=spf1 a:mail.example.org -all                      | 192.0.2.25
          v=spf1 a:mail.example.org/24 -all                   | 192.0.2.128/25
          v=spf1 mx -all                                      | 192.0.2.25
          v=spf1 a:mail.example.org -all                      | a:mail.example.org
          v=spf1 exists:%{i}.spf.example.org ip4:192.0.2.9 -all | 192.0.2.9
          v=spf1 exp=why.example.org ip4:192.0.2.9 -all       | 192.0.2.9
          """)
  void allowsTheProvider(String record, String provider) {
    zones
        .txt("example.org", record)
        .txt("example.org", "site-verification=abc")
        .txt("nested.example.org", "v=spf1 include:_spf.google.com ~all")
        .mx("example.org", 10, "mail.example.org")
        .address("mail.example.org", "192.0.2.25");

    Diagnosis found = check(provider);

    assertThat(found.state()).as(found.words()).isEqualTo(State.GOOD);
    assertThat(found.words()).startsWith("One record, it allows profile gmail (").contains(record);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=spf1 -all                           | v=spf1 include:_spf.google.com -all
          v=spf1 mx ip4:192.0.2.1 ~all          | v=spf1 mx ip4:192.0.2.1 include:_spf.google.com ~all
          v=spf1 -all include:_spf.google.com   | v=spf1 include:_spf.google.com -all
          v=spf1 ~include:_spf.google.com -all  | v=spf1 ~include:_spf.google.com include:_spf.google.com -all
          v=spf1 redirect=amazonses.com         | v=spf1 include:_spf.google.com redirect=amazonses.com
          v=spf1                                | v=spf1 include:_spf.google.com ~all
          """)
  void publishesWhatAllowsAMissingProvider(String record, String better) {
    zones.txt("example.org", record);

    Diagnosis found = check("_spf.google.com");

    assertThat(found.state()).isEqualTo(State.WRONG);
    assertThat(found.words())
        .isEqualTo(
            "The record doesn't allow include:_spf.google.com, through which profile gmail sends: "
                + record);
    assertThat(found.publish()).isEqualTo(new Diagnosis.DnsEntry("example.org", "TXT", better));
  }

  @Test
  void publishesTheFirstRecord() {
    zones.address("example.org", "192.0.2.1");

    Diagnosis found = check("_spf.google.com");

    assertThat(found.words()).contains("has no SPF record");
    assertThat(found.publish().value()).isEqualTo("v=spf1 include:_spf.google.com ~all");
  }

  @Test
  void makesOneOfSeveralRecords() {
    zones.txt("example.org", "v=spf1 mx ~all").txt("example.org", "v=spf1 ip4:192.0.2.1 -all");

    Diagnosis found = check("_spf.google.com");

    assertThat(found.state()).isEqualTo(State.WRONG);
    assertThat(found.words()).contains("has 2 SPF records");
    assertThat(found.publish().value())
        .startsWith("v=spf1 ")
        .contains(" mx ", " ip4:192.0.2.1 ", " include:_spf.google.com ")
        .matches(".* [~-]all");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=spf1 include:_spf.google.com +all | WRONG   | the whole world may send as example.org
          v=spf1 include:_spf.google.com all  | WRONG   | the whole world may send as example.org
          v=spf1 include:_spf.google.com ?all | WARNING | forged mail isn't marked
          v=spf1 include:_spf.google.com      | WARNING | forged mail isn't marked
          """)
  void judgesWhatIsSaidAboutAllOthers(String record, State state, String words) {
    zones.txt("example.org", record);

    Diagnosis found = check("_spf.google.com");

    assertThat(found.state()).isEqualTo(state);
    assertThat(found.words()).contains(words);
    assertThat(found.publish().value()).isEqualTo("v=spf1 include:_spf.google.com ~all");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=spf1 inclde:_spf.google.com -all  | 'inclde:_spf.google.com' is nothing that SPF knows
          v=spf1 include: -all                | 'include:' lacks what follows the colon
          v=spf1 ip4:192.0.2 -all             | '192.0.2' is no address
          v=spf1 ip4:192.0.2.0/33 -all        | '192.0.2.0/33' has no prefix from 0 to 32
          v=spf1 include:nobody.example -all  | nobody.example, which is included, has no SPF record
          v=spf1 include:example.org -all     | example.org includes itself
          v=spf1 include:broken.example -all  | in the record of broken.example, which is included, 'x' is nothing
          """)
  void findsWhatReceiversTakeForAnError(String record, String words) {
    zones.txt("example.org", record).txt("broken.example", "v=spf1 x");

    Diagnosis found = check("_spf.google.com");

    assertThat(found.state()).isEqualTo(State.WRONG);
    assertThat(found.words()).contains(words);
    assertThat(found.remedy()).contains(record);
  }

  @Test
  void countsTheQuestionsOfAReceiver() {
    StringBuilder record = new StringBuilder("v=spf1 include:_spf.google.com");
    for (int i = 0; i < 8; i++) {
      record.append(" a:h").append(i).append(".example.org");
    }
    zones.txt("example.org", record + " -all").txt("example.com", record + " mx -all");

    assertThat(check("_spf.google.com").words()).contains("(10 of 10 questions to the DNS)");
    Diagnosis over = check.check("example.com", List.of(gmail("_spf.google.com")));
    assertThat(over.state()).isEqualTo(State.WRONG);
    assertThat(over.words()).contains("takes 11 questions to the DNS");
  }

  @Test
  void endsWhereRecordsIncludeEachOtherWithoutEnd() {
    for (int i = 0; i < 60; i++) {
      zones.txt(
          "d" + i + ".example",
          "v=spf1 include:d%1$d.example include:d%1$d.example ~all".formatted(i + 1));
    }

    Diagnosis found = check.check("d0.example", List.of(gmail("_spf.google.com")));

    assertThat(found.state()).isEqualTo(State.WRONG);
    assertThat(found.words()).contains("receivers stop after 10");
  }

  @Test
  void saysThatItDoesNotKnowWhatNobodyCouldTell() {
    zones.txt("example.org", "v=spf1 include:spf.example.net -all").fail("spf.example.net");

    Diagnosis found = check("_spf.google.com");

    assertThat(found.state()).isEqualTo(State.UNKNOWN);
    assertThat(found.words()).contains("couldn't answer for spf.example.net");
    assertThat(found.publish()).isNull();
  }

  @Test
  void saysThatItDoesNotKnowAProvider() {
    zones.txt("example.org", "v=spf1 mx -all");

    Diagnosis found = check.check("example.org", List.of(new Provider("relay", List.of())));

    assertThat(found.state()).isEqualTo(State.WARNING);
    assertThat(found.words()).contains("the servers of profile relay isn't known here");
  }

  @Test
  void leavesSesItsOwnEnvelopeSender() {
    zones.txt("example.org", "v=spf1 mx -all");

    Diagnosis found =
        check.check("example.org", List.of(new Provider("ses", List.of("amazonses.com"))));

    assertThat(found.state()).isEqualTo(State.WARNING);
    assertThat(found.remedy()).contains("custom MAIL FROM domain");
    assertThat(found.publish().value()).isEqualTo("v=spf1 mx include:amazonses.com -all");
  }

  @Test
  void isInOrderForADomainThatSendsThroughNobody() {
    zones.txt("example.org", "v=spf1 -all");

    assertThat(check.check("example.org", List.of()).words())
        .isEqualTo("One record, in order (0 of 10 questions to the DNS): v=spf1 -all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v=spf10 -all", "spf2.0/pra -all", "v=spf1-all"})
  void passesOverWhatIsNoSpf(String text) {
    zones.txt("example.org", text);

    assertThat(check("_spf.google.com").words()).contains("has no SPF record");
  }

  private Diagnosis check(String spf) {
    return check.check("example.org", List.of(gmail(spf)));
  }

  private static Provider gmail(String spf) {
    return new Provider("gmail", List.of(spf));
  }
}

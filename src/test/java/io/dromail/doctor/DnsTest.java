package io.dromail.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.ZoneServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DnsTest {

  private final ZoneServer zones = ZoneServer.start();
  private final Dns dns = Dns.at(zones.address(), Duration.ofSeconds(5));

  @AfterEach
  void close() {
    zones.close();
  }

  @Test
  void putsTheStringsOfALongTextTogether() {
    String text = "v=DKIM1; p=" + "A".repeat(600);
    zones.txt("s._domainkey.example.org", text);

    assertThat(dns.texts("s._domainkey.example.org").values()).containsExactly(text);
  }

  @Test
  void followsAnAlias() {
    zones.alias("s._domainkey.example.org", "s.dkim.example.net").txt("s.dkim.example.net", "p=A");

    assertThat(dns.texts("s._domainkey.example.org").values()).containsExactly("p=A");
  }

  @Test
  void namesThePreferredMailServerFirst() {
    zones.mx("example.org", 20, "b.example.org").mx("example.org", 10, "c.example.org");

    assertThat(dns.mailServers("example.org").values())
        .containsExactly("c.example.org", "b.example.org");
  }

  @Test
  void knowsBothKindsOfAddresses() {
    zones.address("mail.example.org", "192.0.2.1").address("mail.example.org", "2001:db8::1");

    assertThat(dns.addresses("mail.example.org").values())
        .containsExactly("192.0.2.1", "2001:db8:0:0:0:0:0:1");
  }

  @Test
  void tellsThatThereIsNothing() {
    zones.address("example.org", "192.0.2.1");

    assertThat(dns.texts("example.org")).isEqualTo(Answer.absent());
    assertThat(dns.texts("nowhere.example.org")).isEqualTo(Answer.absent());
  }

  @Test
  void tellsThatItCouldNotBeAnswered() {
    zones.fail("example.org");

    Answer answer = dns.texts("example.org");

    assertThat(answer.isUnknown()).isTrue();
    assertThat(answer.silence()).isFalse();
    assertThat(answer.trouble())
        .isEqualTo("the DNS server " + zones.hostAndPort() + " couldn't answer for example.org");
  }

  @Test
  void tellsThatNobodyAnswers() {
    zones.fallSilent();
    Answer answer = Dns.at(zones.address(), Duration.ofMillis(200)).texts("example.org");

    assertThat(answer.silence()).isTrue();
    assertThat(answer.trouble()).isEqualTo("no answer from the DNS server " + zones.hostAndPort());
  }

  @Test
  void seesWhatWasPublishedAMomentAgo() {
    assertThat(dns.texts("example.org").isAbsent()).isTrue();

    zones.txt("example.org", "v=spf1 -all");

    assertThat(dns.texts("example.org").values()).containsExactly("v=spf1 -all");
  }

  @Test
  void doesNotAskForWhatCannotBeAName() {
    assertThat(dns.texts("a".repeat(64) + ".example.org").trouble()).contains("can't be a name");
  }
}

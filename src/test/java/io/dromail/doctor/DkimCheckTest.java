package io.dromail.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Diagnosis;
import io.dromail.mail.Diagnosis.DnsEntry;
import io.dromail.mail.Diagnosis.State;
import io.dromail.testing.ZoneServer;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DkimCheckTest {

  private static final String NAME = "s1._domainkey.example.org";
  private static final DkimKey KEY = rsa(2048);

  private final ZoneServer zones = ZoneServer.start();
  private final DkimCheck check = new DkimCheck(Dns.at(zones.address(), Duration.ofSeconds(5)));

  @AfterEach
  void close() {
    zones.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=DKIM1; k=rsa; p=KEY
          v=DKIM1;p=KEY;
          p=KEY
          v=DKIM1; h=sha1:sha256; s=email; t=s; n=a note; p=KEY
          v=DKIM1; k=rsa; p=K EY
          """)
  void knowsOurKey(String record) {
    String key = KEY.publicKey();
    String value =
        record
            .replace("K EY", key.substring(0, 100) + " " + key.substring(100))
            .replace("KEY", key);
    zones.txt(NAME, value);

    Diagnosis found = check.check(KEY);

    assertThat(found)
        .isEqualTo(
            Diagnosis.good("DKIM s1", "The record is the key that we sign with (RSA, 2048 bits)."));
  }

  @Test
  void knowsAnEd25519Key() {
    DkimKey key =
        new DkimKey("example.org", "s1", "ed25519", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    zones.txt(NAME, key.record());

    assertThat(check.check(key).words())
        .isEqualTo("The record is the key that we sign with (Ed25519).");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=DKIM1; p=                    | The key is revoked
          v=DKIM1; k=rsa; p=OTHER        | another key than the one that we sign with
          v=DKIM1; k=ed25519; p=KEY      | The record is for ed25519, and we sign with rsa
          v=DKIM1; k=rsa                 | The record has no p=
          v=DKIM2; p=KEY                 | The record isn't v=DKIM1
          v=DKIM1; h=sha1; p=KEY         | h= doesn't allow SHA-256
          v=DKIM1; s=tlsrpt; p=KEY       | s= doesn't allow the key for mail
          v=DKIM1; p=KEY; p=KEY          | the tag p= is there twice
          hello                          | 'hello' is no tag=value
          """)
  void publishesTheKeyWhereTheRecordIsWrong(String record, String words) {
    zones.txt(NAME, record.replace("KEY", KEY.publicKey()).replace("OTHER", rsa(2048).publicKey()));

    Diagnosis found = check.check(KEY);

    assertThat(found.state()).isEqualTo(State.WRONG);
    assertThat(found.words()).contains(words);
    assertThat(found.publish())
        .isEqualTo(new DnsEntry(NAME, "TXT", "v=DKIM1; k=rsa; p=" + KEY.publicKey()));
  }

  @Test
  void publishesTheKeyWhereThereIsNone() {
    Diagnosis found = check.check(KEY);

    assertThat(found.words()).startsWith("There is no key at " + NAME);
    assertThat(found.publish().value()).isEqualTo("v=DKIM1; k=rsa; p=" + KEY.publicKey());
  }

  @Test
  void wantsOneRecord() {
    zones.txt(NAME, KEY.record()).txt(NAME, rsa(2048).record());

    assertThat(check.check(KEY).words()).startsWith("There are 2 TXT records at " + NAME);
  }

  @Test
  void warnsOfATestAndOfAShortKey() {
    DkimKey shorter = rsa(1024);
    zones.txt(NAME, "v=DKIM1; t=y:s; p=" + KEY.publicKey());

    Diagnosis test = check.check(KEY);
    zones.forget(NAME).txt(NAME, shorter.record());
    Diagnosis small = check.check(shorter);

    assertThat(test.state()).isEqualTo(State.WARNING);
    assertThat(test.words()).contains("(t=y)");
    assertThat(small.state()).isEqualTo(State.WARNING);
    assertThat(small.words()).isEqualTo("The key is ours, but it has only 1024 bits.");
  }

  @Test
  void refusesAKeyWhoseSignaturesDoNotCount() {
    DkimKey tooShort = rsa(512);
    zones.txt(NAME, tooShort.record());

    assertThat(check.check(tooShort).state()).isEqualTo(State.WRONG);
    assertThat(check.check(tooShort).words()).startsWith("The key has 512 bits;");
  }

  @Test
  void saysThatNobodyCouldBeAsked() {
    zones.fail(NAME);

    assertThat(check.check(KEY).state()).isEqualTo(State.UNKNOWN);
    assertThat(check.check(KEY).publish()).isNull();
  }

  static DkimKey rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      byte[] key = generator.generateKeyPair().getPublic().getEncoded();
      return new DkimKey("example.org", "s1", "rsa", Base64.getEncoder().encodeToString(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

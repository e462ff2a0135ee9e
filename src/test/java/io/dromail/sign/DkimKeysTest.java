package io.dromail.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromail.mail.Renewal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DkimKeysTest {

  private static final String RSA = NewKey.make("example.org", "s", false).pem();
  private static final String ED25519 = NewKey.make("example.org", "s", true).pem();

  @TempDir private Path folder;

  private final SettableClock clock = new SettableClock();
  private final Map<String, DkimKey> given = new LinkedHashMap<>();
  private DkimKeys keys;

  @BeforeEach
  void make() {
    keys = new DkimKeys(folder, clock);
  }

  @Test
  void isAbsentWithoutKeys() {
    assertThat(keys.read(given).isPresent()).isFalse();
    assertThat(signing("example.org")).isEmpty();
  }

  @Test
  void signsWithOneKeyOfEachAlgorithm() {
    give("rsa", RSA);
    give("ed", ED25519);

    assertThat(keys.read(given).isPresent()).isTrue();
    assertThat(signing("Example.ORG")).containsExactlyInAnyOrder("rsa", "ed");
    assertThat(signing("example.com")).isEmpty();
    assertThat(signing("badexample.org")).isEmpty();
    assertThat(signing("org")).isEmpty();
    assertThat(signing("")).isEmpty();
  }

  @Test
  void signsWithTheKeysOfARenewalFromItsBeginOn() throws Exception {
    DefaultCamelContext context = new DefaultCamelContext();
    keys.setCamelContext(context);
    give("old", RSA);
    keys.read(given);
    given.clear();
    give("new", RSA);
    context.getRegistry().bind("new", given.get("new"));

    Renewal renewal = keys.renew(folder, folder);
    assertThat(signing("example.org")).containsExactly("old");
    renewal.begin();
    assertThat(signing("example.org")).containsExactly("new");
    renewal.back();
    assertThat(signing("example.org")).containsExactly("old");

    given.get("new").setKey("nonsense");
    assertThatThrownBy(() -> keys.renew(folder, folder)).isInstanceOf(BadKey.class);
    assertThat(signing("example.org")).containsExactly("old");
  }

  @Test
  void changesToTheNextKeyWhenItsTimeComes() {
    give("first", RSA);
    give("second", RSA).setFrom("2026-12-01");
    give("third", RSA).setFrom("2027-01-01T09:00:00+01:00");
    give("ed", ED25519).setFrom("2026-12-15");
    keys.read(given);

    assertThat(signingAt("2026-11-30T23:59:59Z")).containsExactly("first");
    assertThat(signingAt("2026-12-01T00:00:00Z")).containsExactly("second");
    assertThat(signingAt("2026-12-15T00:00:00Z")).containsExactlyInAnyOrder("second", "ed");
    assertThat(signingAt("2027-01-01T07:59:59Z")).containsExactlyInAnyOrder("second", "ed");
    assertThat(signingAt("2027-01-01T08:00:00Z")).containsExactlyInAnyOrder("third", "ed");
    assertThat(keys.records())
        .extracting(DkimRecord::selector)
        .containsExactlyInAnyOrder("first", "second", "third", "ed");
  }

  @Test
  void signsSubdomainsWithTheNearestKey() {
    give("top", RSA);
    give("news", RSA).setDomain("news.example.org");
    give("own", RSA).setDomain("own.example.org");
    given.get("own").setSubdomains(false);
    keys.read(given);

    assertThat(signing("shop.example.org")).containsExactly("top");
    assertThat(signing("a.b.news.example.org")).containsExactly("news");
    assertThat(signing("own.example.org")).containsExactly("own");
    assertThat(signing("below.own.example.org")).containsExactly("top");
  }

  @Test
  void findsKeysOfDomainsInAnyScript() {
    give("rsa", RSA).setDomain("Bücher.example");
    keys.read(given);

    assertThat(signing("xn--bcher-kva.example")).containsExactly("rsa");
    assertThat(signing("bücher.example")).containsExactly("rsa");
    assertThat(keys.records().get(0).name()).isEqualTo("rsa._domainkey.xn--bcher-kva.example");
  }

  @Test
  void saysWhatToPublish() {
    give("ed", ED25519);
    give("rsa", RSA);
    List<DkimRecord> records = keys.read(given).records();

    assertThat(records)
        .extracting(DkimRecord::name)
        .containsExactlyInAnyOrder("ed._domainkey.example.org", "rsa._domainkey.example.org");
    assertThat(records)
        .extracting(DkimRecord::text)
        .anyMatch(text -> text.matches("v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}="))
        .anyMatch(text -> text.matches("v=DKIM1; k=rsa; p=MIIBI[A-Za-z0-9+/=]{380,}"));
  }

  @Test
  void readsKeyFromAFileBesideTheRoutes() throws IOException {
    Files.writeString(folder.resolve("key.pem"), RSA);
    give("rsa", "").setKeyFile("key.pem");

    assertThat(keys.read(given).records()).hasSize(1);
  }

  @Test
  void refusesKeysThatCanNotSignAndNeverShowsThem() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(768);
    String small = Pem.write(generator.generateKeyPair().getPrivate());
    generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    String ec = Pem.write(generator.generateKeyPair().getPrivate());
    String half = RSA.replaceAll("(?s)(.{400}).*(\n-----END)", "$1$2");

    refuses("has no domain, or one that can't be", key -> key.setDomain(""));
    refuses("has no domain, or one that can't be", key -> key.setDomain("example .org"));
    refuses("has no selector, or one that can't be", key -> key.setSelector("a;b"));
    refuses("needs a key or a keyFile, and not both", key -> key.setKey(""));
    refuses("needs a key or a keyFile, and not both", key -> key.setKeyFile("a.pem"));
    refuses("can't be read from none.pem", key -> key(key, "").setKeyFile("none.pem"));
    refuses("is no private key in PEM (-----BEGIN PRIVATE KEY-----)", key -> key.setKey("secret"));
    refuses("is damaged: it isn't base64", key -> key.setKey(RSA.replaceFirst("MII", "M!I")));
    refuses("is damaged, or neither an RSA nor an Ed25519 key", key -> key.setKey(half));
    refuses("is damaged, or neither an RSA nor an Ed25519 key", key -> key.setKey(ec));
    refuses(
        "is encrypted; it must be one without a passphrase",
        key -> key.setKey(RSA.replace("PRIVATE", "ENCRYPTED PRIVATE")));
    refuses(
        "is a public key; the private one signs",
        key -> key.setKey(RSA.replace("PRIVATE", "PUBLIC")));
    refuses("has 768 bits; take 2048", key -> key.setKey(small));
    refuses(
        "has a canonicalization that isn't simple or relaxed or two of them with a slash between",
        key -> key.setCanonicalization("strict"));
    refuses(
        "has a from that is neither a date such as 2026-12-01 nor a time with an offset such as"
            + " 2026-12-01T08:00:00+01:00",
        key -> key.setFrom("2026-13-01"));
    refuses(
        "leaves out From, which every signature must have",
        key -> key.setExceptHeaders("Date, From"));
  }

  @Test
  void refusesTwoKeysUnderOneName() {
    give("one", RSA).setSelector("s");
    give("two", ED25519).setSelector("s");

    assertThatThrownBy(() -> keys.read(given))
        .isInstanceOf(BadKey.class)
        .hasMessage("The DKIM key two has the selector of another key of example.org.");
  }

  @Test
  void readsTheOlderFormOfRsaKeysAndKeysInOneLine() throws IOException {
    byte[] pkcs1 = Files.readAllBytes(Path.of("src/test/resources/io/dromail/sign/pkcs1.pem"));
    give("old", new String(pkcs1, java.nio.charset.StandardCharsets.US_ASCII));
    give("line", RSA.replace("\n", "\\n")).setSelector("line");

    assertThat(keys.read(given).records()).hasSize(2);
  }

  @Test
  void doesNotShowKeysAsText() {
    DkimKey key = give("rsa", RSA);

    assertThat(key.toString()).isEqualTo("the key rsa of example.org");
    assertThat(SigningKey.of("rsa", key, folder).toString())
        .isEqualTo("rsa (rsa of example.org, rsa)");
    assertThat(NewKey.make("example.org", "s", true).toString()).doesNotContain("BEGIN");
  }

  private void refuses(String what, Consumer<DkimKey> change) {
    DkimKey key = give("shop", RSA);
    change.accept(key);
    assertThatThrownBy(() -> keys.read(Map.of("shop", key)))
        .isInstanceOf(BadKey.class)
        .hasMessage("The DKIM key shop " + what + ".")
        .hasNoCause();
  }

  private static DkimKey key(DkimKey key, String pem) {
    key.setKey(pem);
    return key;
  }

  /** A key of example.org whose selector is its name. */
  private DkimKey give(String bean, String pem) {
    DkimKey key = new DkimKey();
    key.setDomain("example.org");
    key.setSelector(bean);
    key.setKey(pem);
    given.put(bean, key);
    return key;
  }

  private List<String> signingAt(String time) {
    clock.now = Instant.parse(time);
    return signing("example.org");
  }

  private List<String> signing(String domain) {
    return keys.signing(domain).stream().map(SigningKey::bean).toList();
  }

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-11-25T12:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}

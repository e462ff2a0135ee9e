package io.dromail.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class DkimKeyTest {

  private final DkimKey key = new DkimKey();

  @Test
  void signsForSubdomainsFromEverOnInTheRelaxedForm() {
    assertThat(key.subdomains()).isTrue();
    assertThat(key.from()).isEmpty();
    assertThat(key.canonicalization()).isEqualTo("relaxed/relaxed");
    assertThat(key.exceptHeaders()).isEmpty();
  }

  @Test
  void takesOffWhatYamlLeavesAroundAValue() {
    key.setDomain(" example.org\n");
    key.setSelector("s1 ");
    key.setKey("\n-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n\n");
    key.setKeyFile(" key.pem\n");
    key.setCanonicalization("simple/simple\n");
    key.setFrom(" 2026-12-01 ");
    key.setExceptHeaders("\tDate, Message-ID\n");

    assertThat(key.domain()).isEqualTo("example.org");
    assertThat(key.selector()).isEqualTo("s1");
    assertThat(key.key()).isEqualTo("-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----");
    assertThat(key.keyFile()).isEqualTo("key.pem");
    assertThat(key.canonicalization()).isEqualTo("simple/simple");
    assertThat(key.from()).isEqualTo("2026-12-01");
    assertThat(key.exceptHeaders()).isEqualTo("Date, Message-ID");
  }

  /** What a setter throws, Camel tells with the value. */
  @Test
  void leavesTheJudgingToOthersWhoDoNotQuote() {
    assertThatCode(
            () -> {
              key.setDomain("no domain");
              key.setSelector("a;b");
              key.setKey("secret");
              key.setKeyFile("\0");
              key.setCanonicalization("strict");
              key.setFrom("2026-13-01");
              key.setExceptHeaders("From");
            })
        .doesNotThrowAnyException();
  }

  @Test
  void doesNotShowItsSecretAsText() {
    key.setDomain("example.org");
    key.setSelector("s1");
    key.setKey("secret");

    assertThat(key).hasToString("the key s1 of example.org");
  }
}

package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.testing.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.sign.NewKey;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.DkimVerifier;
import io.dromail.testing.Folders;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.RunningHouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Signatures, verified by a program that isn't ours, of the octets that came over SMTP. example.com
 * signs with both algorithms and both forms, shop.example has a key for later, too.
 */
class SigningTest {

  private static final Map<String, String> RECORDS = new HashMap<>();

  @TempDir static Path folder;

  @BeforeAll
  static void needsVerifier() {
    assumeTrue(DkimVerifier.isThere(), "dkimpy is not there");
  }

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'text': 'Hi'",
          "'text': ''",
          "'text': 'Hi', 'html': '<p>Hi</p>'",
          "'text': '你好，世界', 'html': '<p>你好，世界</p>', 'subject': '您的订单已发货，请注意查收，感谢您的惠顾，欢迎再次光临'",
          "'text': '.\\n..\\n.dot\\n. \\n'",
          "'text': 'one\\r\\ntwo\\rthree\\nfour'",
          "'text': 'ends with blank lines\\n\\n \\n\\t\\n\\n'",
          "'text': '  spaces  and\\ttabs \\t \\n   \\nx   '",
          "'text': ' '",
          "'text': '\\n\\n\\n'",
          "'subject': '  spaces   inside  and   around  '",
          "'headers': {'List-Unsubscribe': '<https://example.com/u?id=1>, <mailto:u@example.com>',"
              + " 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click', 'X-Order': '1'}",
          "'to': ['Ada <ada@example.org>', '李雷 <b@example.org>'], 'cc': 'c@example.org', 'bcc':"
              + " 'd@example.org', 'reply_to': 'r@example.com'",
          "'attachments': [{'filename': '年度报告（最终版）.pdf', 'content': 'YWJj'}, {'filename':"
              + " 'Pièce jointe.txt', 'content': 'ZGVm'}]",
          "'text': null, 'html': '<img src=\"cid:logo\">', 'attachments': [{'filename':"
              + " 'logo.png', 'content': 'iVBORw0KGgo=', 'content_id': 'logo'}, {'filename':"
              + " 'a.txt', 'content': 'YWJj'}]"
        })
    void signsWithBothAlgorithmsAndBothForms(String fields) {
      for (String domain : List.of("example.com", "simple.example")) {
        ReceivedMail mail = house.deliver(mail(fields).put("from", "Shop <shop@" + domain + ">"));

        assertThat(verify(mail.raw())).containsExactlyInAnyOrder("rsa:pass", "ed:pass");
        assertThat(new String(mail.raw(), StandardCharsets.ISO_8859_1))
            .startsWith("DKIM-Signature: v=1;");
      }
    }

    @Test
    void signsLongLinesInAnyScript() {
      for (String text : List.of("x".repeat(5_000), "长".repeat(5_000), "é x ".repeat(3_000))) {
        ObjectNode long5000 = mail("").put("text", text).put("html", "<p>" + text + "</p>");

        assertThat(verify(house.deliver(long5000).raw())).containsOnly("rsa:pass", "ed:pass");
      }
    }

    @Test
    void signsWhatIsInTheEncodedParts() {
      byte[] content = new byte[1_000_000];
      new java.util.Random(1).nextBytes(content);
      ObjectNode large = mail("'attachments': [{'filename': 'a.bin', 'content': ''}]");
      ((ObjectNode) large.withArray("attachments").get(0))
          .put("content", java.util.Base64.getEncoder().encodeToString(content));

      assertThat(verify(house.deliver(large).raw())).containsOnly("rsa:pass", "ed:pass");
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void doesNotVerifyWhatWasTamperedWith(String from, String to) {
      String wire = new String(house.deliver(mail("")).raw(), StandardCharsets.ISO_8859_1);
      String other = wire.replace(from, to);

      assertThat(other).isNotEqualTo(wire);
      assertThat(verify(wire.getBytes(StandardCharsets.ISO_8859_1)))
          .containsOnly("rsa:pass", "ed:pass");
      assertThat(verify(other.getBytes(StandardCharsets.ISO_8859_1)))
          .hasSize(2)
          .allMatch(result -> result.contains(":fail"));
    }

    static Stream<Arguments> tamperings() {
      return Stream.of(
          Arguments.of("\r\n\r\nHi", "\r\n\r\nHo"),
          Arguments.of("Subject: Hello", "Subject: Hell0"),
          Arguments.of("To: ada", "To: eve"),
          Arguments.of("Subject: Hello", "Subject: Hello\r\nSubject: Win"),
          Arguments.of("From: shop", "From: eve@example.net\r\nFrom: shop"),
          Arguments.of("MIME-Version", "Reply-To: eve@example.net\r\nMIME-Version"),
          Arguments.of("MIME-Version", "Cc: eve@example.net\r\nMIME-Version"),
          Arguments.of("text/plain", "text/html"));
    }
  }

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  /** The shipped routes with keys for the domains of the senders. */
  private static Map<String, String> settingsWithKeys(String name) {
    Path routes = Folders.copy(Path.of("src/main/resources/routes"), folder.resolve(name));
    String keys =
        "- beans:\n"
            + key(routes, "example.com", "rsa", false, "canonicalization: relaxed/relaxed")
            + key(routes, "example.com", "ed", true, "canonicalization: simple/simple")
            + key(routes, "simple.example", "rsa", false, "canonicalization: simple/simple")
            + key(routes, "simple.example", "ed", true, "canonicalization: relaxed/simple")
            + key(routes, "shop.example", "now", true, "from: 2020-01-01")
            + key(routes, "shop.example", "later", true, "from: 2999-01-01");
    try {
      Files.writeString(routes.resolve("domains.camel.yaml"), keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "dromail.routes.directory",
        routes.toString(),
        "dromail.failures.schedule",
        "src/test/resources/io/dromail/retry.yaml");
  }

  private static String key(
      Path routes, String domain, String selector, boolean ed25519, String more) {
    NewKey key = NewKey.make(domain, selector, ed25519);
    RECORDS.put(key.record().name(), key.record().text());
    String name = (domain + "-" + selector).replace('.', '-');
    String given = "key: |\n" + key.pem().indent(12);
    try {
      if (ed25519) {
        Files.writeString(routes.resolve(name + ".pem"), key.pem());
        given = "keyFile: " + name + ".pem\n";
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return """
        - name: %s
          type: io.dromail.sign.DkimKey
          properties:
            domain: %s
            selector: %s
            %s
            %s\
    """
        .formatted(name, domain, selector, more, given);
  }

  abstract static class Cases extends HouseCases {

    @Override
    Map<String, String> settings() {
      return settingsWithKeys(getClass().getSimpleName());
    }

    @Test
    void signsWithEveryKeyOfTheDomain() {
      ReceivedMail mail = house.deliver(mail("'text': '你好', 'html': '<p>你好</p>'"));

      assertThat(verify(mail.raw())).containsExactlyInAnyOrder("rsa:pass", "ed:pass");
    }

    @Test
    void signsEachAttemptAnew() {
      house.smtp().at(RCPT).times(2).reply(450, "4.2.0 greylisted");

      ReceivedMail mail = house.deliver(mail("'html': '<p>Hi</p>'"));

      assertThat(house.smtp().reachedCount(RCPT)).isEqualTo(3);
      assertThat(verify(mail.raw())).containsExactlyInAnyOrder("rsa:pass", "ed:pass");
    }

    @Test
    void signsSubdomainsAndLeavesStrangersAlone() {
      assertThat(verify(house.deliver(mail("").put("from", "a@News.Example.com")).raw()))
          .containsOnly("rsa:pass", "ed:pass");
      assertThat(house.deliver(mail("").put("from", "a@stranger.example")).header("DKIM-Signature"))
          .isEmpty();
    }

    @Test
    void leavesKeysWhoseTimeHasNotCome() {
      assertThat(verify(house.deliver(mail("").put("from", "a@shop.example")).raw()))
          .containsExactly("now:pass");
    }
  }

  /** What the sandbox keeps is what a provider would get. */
  @Test
  void signsMailForTheSandbox() {
    Map<String, String> settings = new HashMap<>(settingsWithKeys("sandbox"));
    settings.put("dromail.smtp.url", "sandbox:");
    try (RunningHouse house = RunningHouse.start(BrokerKind.EMBEDDED, settings)) {
      assertThat(house.gateway().post(mail("'text': '你好\\n.\\n \\n'")).status()).isEqualTo(202);
      HttpAnswer raw =
          await()
              .atMost(HouseCases.SOON)
              .until(
                  () -> house.gateway().call(house.gateway().api("/sandbox/emails/1").build()),
                  answer -> answer.status() == 200);

      assertThat(verify(raw.body().getBytes(StandardCharsets.UTF_8)))
          .containsExactlyInAnyOrder("rsa:pass", "ed:pass");
    }
  }

  private static List<String> verify(byte[] mail) {
    return DkimVerifier.verify(mail, RECORDS);
  }
}

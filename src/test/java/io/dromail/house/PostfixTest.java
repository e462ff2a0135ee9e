package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static io.dromail.house.Requests.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.Gateway;
import io.dromail.testing.HouseProcess;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.MailTree;
import io.dromail.testing.RealPostfix;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.RunningHouse;
import io.dromail.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A gateway of its own process whose provider is a real Postfix that requires TLS and a login; what
 * arrives has gone through it.
 */
@EnabledIf("io.dromail.testing.RealPostfix#isThere")
@Timeout(240)
class PostfixTest {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String SENT = "dromail_mails_sent_total";
  private static final String SCHEDULE =
      """
      maximum-age: 1h
      rules:
        - name: login-refused
          stage: login
          code: 5xx
          pause: 2s
      default: 1s*200
      """;

  @TempDir static Path folder;
  private static RealPostfix postfix;
  private static HouseProcess house;
  private static Gateway gateway;

  @BeforeAll
  static void start() throws IOException {
    TestCertificates certificates = TestCertificates.selfSigned();
    postfix = RealPostfix.start(certificates);
    Path trusted = certificates.saveTrustStore(folder.resolve("trusted.p12"), "changeit");
    Map<String, String> settings = new TreeMap<>();
    settings.put("dromail.smtp.url", postfix.url());
    settings.put("dromail.smtp.connection-idle-seconds", "1");
    settings.put("dromail.broker.confirm-timeout-ms", "60000");
    settings.put("dromail.journal.url", "jdbc:h2:file:" + folder.resolve("journal"));
    settings.put("dromail.data.directory", folder.resolve("data").toString());
    settings.put("dromail.inbox.directory", folder.resolve("inbox").toString());
    settings.put(
        "dromail.failures.schedule",
        Files.writeString(folder.resolve("retry.yaml"), SCHEDULE).toString());
    settings.put(
        "JAVA_TOOL_OPTIONS",
        "-Djavax.net.ssl.trustStore=" + trusted + " -Djavax.net.ssl.trustStorePassword=changeit");
    house = new HouseProcess(settings);
    gateway = house.running();
  }

  @AfterAll
  static void stop() {
    if (house != null) {
      house.close();
    }
    if (postfix != null) {
      postfix.close();
    }
  }

  @BeforeEach
  void forget() {
    postfix.sink().reset();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN"})
  void sendsWholeMailOverTlsAfterLogin(String mechanism) throws Exception {
    awaitNoConnection();
    postfix.startAgainWith("smtpd_sasl_mechanism_filter", mechanism);
    int logged = postfix.log().length();
    byte[] invoice = new byte[50_000];
    new Random(1).nextBytes(invoice);
    ObjectNode mail =
        mail("'from': '商店 <shop@example.com>', 'to': '阿达 <ada@example.org>'")
            .put("subject", "您的发票：十一月")
            .put("text", "您好\n.\n" + "长行".repeat(600) + "\n")
            .put("html", "<p>您好</p>");
    attach(mail, "发票 十一月.bin", invoice);

    ReceivedMail received = deliver(mail);

    assertThat(received.header("Received").orElseThrow())
        .contains("using TLS", "with ESMTPSA")
        .contains("(Authenticated sender: shop@dromail.test)");
    assertThat(postfix.log().substring(logged)).contains("sasl_method=" + mechanism);
    assertThat(received.envelopeFrom()).isEqualTo("shop@example.com");
    assertThat(received.recipients()).containsExactly("ada@example.org");
    assertThat(received.message().getSubject()).isEqualTo("您的发票：十一月");
    MailTree tree = MailTree.of(received);
    assertThat(tree.text("text/plain").strip()).isEqualTo("您好\n.\n" + "长行".repeat(600));
    assertThat(tree.text("text/html")).contains("<p>您好</p>");
    assertThat(attachment(received, "发票 十一月.bin")).isEqualTo(invoice);
    assertThat(received.bareLineEnds()).isZero();
  }

  @Test
  void pausesWithoutBurningAttemptsWhilePasswordIsWrong() {
    awaitNoConnection();
    postfix.changePassword();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(accept(mailTo("r" + i + "@example.org")).text("id"));
    }

    JsonNode paused =
        await()
            .atMost(SOON)
            .until(
                () -> gateway.health("/health").json(),
                h -> smtp(h).path("state").asText().equals("paused"));
    assertThat(paused.at("/details/smtp/status").asText()).isEqualTo("DOWN");
    assertThat(smtp(paused).path("cause").asText())
        .contains("127.0.0.1:" + postfix.port(), "535 5.7.8")
        .doesNotContain("secret");
    assertThat(gateway.health("/health/ready").status()).isEqualTo(200);
    await()
        .atMost(SOON)
        .until(() -> ids.stream().map(PostfixTest::email).anyMatch(PostfixTest::isDelayed));

    postfix.restorePassword();

    assertThat(postfix.sink().awaitMails(5, SOON)).hasSize(5);
    for (String id : ids) {
      JsonNode sent = await().atMost(SOON).until(() -> email(id), e -> event(e).equals("sent"));
      assertThat(sent.path("attempts"))
          .allSatisfy(attempt -> assertThat(attempt.path("attempt").asInt()).isOne());
    }
    assertThat(letters()).isEmpty();
  }

  @Test
  void sendsNoPasswordToServerWhoseCertificateIsNotTrusted() {
    int logged = postfix.log().length();
    try (RunningHouse distrustful =
        RunningHouse.start(
            BrokerKind.EMBEDDED, Map.of("dromail.smtp.url", postfix.url() + "?tls=required"))) {
      distrustful.gateway().post(mail(""));

      String cause = distrustful.awaitDeadLetters(1).get(0).header("Dromail-Cause");

      assertThat(cause)
          .startsWith("127.0.0.1:" + postfix.port() + " could not be reached")
          .contains("isn't signed by an authority that is trusted here");
    }
    assertThat(postfix.log().substring(logged)).contains("connect from").doesNotContain("sasl_");
    assertThat(postfix.sink().mails()).isEmpty();
  }

  @Test
  void deadLettersOnlyTheRecipientWhomPostfixDoesNotKnow() {
    String id =
        accept(
                mail("")
                    .set(
                        "to",
                        parse(
                                "{'to': ['ada@example.org', '%s', 'bob@example.org']}"
                                    .formatted(RealPostfix.REFUSED))
                            .get("to")))
            .text("id");

    JsonNode email = await().atMost(SOON).until(() -> email(id), e -> event(e).equals("bounced"));

    assertThat(email.path("recipients"))
        .extracting(r -> r.path("address").asText() + " " + r.path("status").asText())
        .containsExactlyInAnyOrder(
            "ada@example.org sent", "bob@example.org sent", RealPostfix.REFUSED + " bounced");
    JsonNode letter = awaitLetter(id);
    assertThat(letter.path("cause").asText())
        .contains(RealPostfix.REFUSED, "550 5.1.1", "User unknown in relay recipient table");
    await().atMost(SOON).until(() -> served().size() >= 2);
    assertThat(served()).containsExactlyInAnyOrder("ada@example.org", "bob@example.org");
    purge(letter);
  }

  @Test
  void sendsTwentyFiveMegabytesAndDeadLettersWhatPostfixFindsTooLarge() {
    byte[] large = new byte[18_000_000];
    new Random(2).nextBytes(large);
    ObjectNode mail = mail("");
    attach(mail, "large.bin", large);

    ReceivedMail received = deliver(mail);

    assertThat(received.raw()).hasSizeBetween(24_000_000, 25_000_000);
    assertThat(attachment(received, "large.bin")).isEqualTo(large);
    // What Postfix has without a word in main.cf.
    postfix.set("message_size_limit", "10240000");
    awaitNoConnection();
    try {
      JsonNode letter = awaitLetter(accept(mail).text("id"));
      assertThat(letter.path("reason").asText()).isEqualTo("permanent");
      assertThat(letter.path("cause").asText()).contains("552 5.3.4");
      purge(letter);
    } finally {
      postfix.set("message_size_limit", "26000000");
    }
    assertThat(postfix.sink().mails()).hasSize(1);
  }

  @Test
  void losesNothingAndDoublesNothingWhenPostfixStopsInTheMiddle() {
    int mails = 200;
    // What it hands on while it's being stopped could come twice, and that isn't our doing.
    postfix.hold();
    double before = gateway.counter(SENT);
    List<CompletableFuture<HttpAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < mails - 50; i++) {
      answers.add(gateway.postAsync(mailTo("r" + i + "@example.org")));
    }
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> gateway.counter(SENT) >= before + mails / 10);

    postfix.stop();
    for (int i = mails - 50; i < mails; i++) {
      answers.add(gateway.postAsync(mailTo("r" + i + "@example.org")));
    }
    Map<String, String> accepted = new TreeMap<>();
    for (CompletableFuture<HttpAnswer> answer : answers) {
      assertThat(answer.join().status()).isEqualTo(202);
      accepted.put(answer.join().text("id"), answer.join().text("message_id"));
    }
    assertThat(gateway.counter(SENT)).isLessThan(before + mails);
    postfix.startAgain();

    // Stopped between the final dot and its answer: nobody knows, and a person is asked.
    await().atMost(SOON).until(() -> gateway.counter(SENT) + letters().size() >= before + mails);
    List<JsonNode> unknown = letters();
    assertThat(unknown).allMatch(letter -> letter.path("reason").asText().equals("unknown"));
    postfix.deliver();
    Set<String> inDoubt = new TreeSet<>();
    unknown.forEach(letter -> inDoubt.add(accepted.get(letter.path("mail_id").asText())));
    // Postfix may have one that is in doubt, so that the number of mails says nothing.
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              Set<String> found = new TreeSet<>(postfix.sink().messageIds().keySet());
              found.addAll(inDoubt);
              assertThat(found).containsExactlyInAnyOrderElementsOf(accepted.values());
            });
    assertThat(postfix.sink().messageIds().values()).containsOnly(1);
    unknown.forEach(PostfixTest::purge);
  }

  /** The pool keeps a connection for a second; the next one sees what has changed at Postfix. */
  private static void awaitNoConnection() {
    await()
        .atMost(SOON)
        .until(() -> smtp(gateway.health("/health").json()).path("connections_open").asInt() == 0);
  }

  private static ReceivedMail deliver(ObjectNode mail) {
    String messageId = accept(mail).text("message_id");
    return await()
        .atMost(SOON)
        .until(
            () ->
                postfix.sink().mails().stream()
                    .filter(m -> m.messageId().orElse("").equals(messageId))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static HttpAnswer accept(ObjectNode mail) {
    HttpAnswer answer = gateway.post(mail);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    return answer;
  }

  private static void attach(ObjectNode mail, String name, byte[] content) {
    mail.putArray("attachments")
        .addObject()
        .put("filename", name)
        .put("content", Base64.getEncoder().encodeToString(content));
  }

  private static byte[] attachment(ReceivedMail mail, String name) {
    return MailTree.of(mail).leaves().stream()
        .filter(leaf -> name.equals(leaf.filename()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " isn't in " + mail))
        .bytes();
  }

  /** Each recipient once for each copy. */
  private static List<String> served() {
    return postfix.sink().mails().stream().flatMap(m -> m.recipients().stream()).toList();
  }

  private static JsonNode smtp(JsonNode health) {
    return health.at("/details/smtp/default");
  }

  private static JsonNode email(String id) {
    return gateway.call(gateway.api("/v1/emails/" + id).build()).json();
  }

  private static String event(JsonNode email) {
    return email.path("last_event").asText();
  }

  private static boolean isDelayed(JsonNode email) {
    return event(email).equals("delivery_delayed");
  }

  private static List<JsonNode> letters() {
    List<JsonNode> letters = new ArrayList<>();
    gateway
        .call(gateway.api("/v1/dead-letters?limit=500").build())
        .json()
        .path("data")
        .forEach(letters::add);
    return letters;
  }

  private static JsonNode awaitLetter(String id) {
    return await("letter of " + id)
        .atMost(SOON)
        .until(
            () ->
                gateway.call(gateway.api("/v1/dead-letters?id=" + id).build()).json().at("/data/0"),
            JsonNode::isObject);
  }

  private static void purge(JsonNode letter) {
    String path = "/v1/dead-letters/" + letter.path("id").asText() + "/purge";
    assertThat(gateway.call(gateway.to(path, "{}")).status()).isEqualTo(200);
  }
}

package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.DeadLetter;
import io.dromail.testing.Folders;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.ScriptedSmtpServer;
import io.dromail.testing.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several providers: which one sends, what happens when one is out, and how slow ones are met. */
class ProfilesTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  @Timeout(300)
  abstract static class Cases extends HouseCases {

    private static final int BURST = Integer.getInteger("dromail.test.burst", 1_000);

    private static final int SLOW = 200;

    @TempDir static Path folder;

    private final ScriptedSmtpServer relay = ScriptedSmtpServer.start();

    /** The lane transactional fails over from the default profile to the relay. */
    @Override
    Map<String, String> settings() {
      Path routes = folder.resolve("routes-" + getClass().getSimpleName());
      Folders.copy(Path.of("src/main/resources/routes"), routes);
      try {
        Files.writeString(
            routes.resolve("profiles.camel.yaml"),
            PROFILES.formatted(relay.url()),
            StandardOpenOption.APPEND);
        Files.writeString(routes.resolve("quick.yaml"), SCHEDULE);
        Path lanes = routes.resolve("lanes.camel.yaml");
        Files.writeString(
            lanes,
            Files.readString(lanes)
                .replace(
                    "        value: transactional\n",
                    "        value: transactional\n      - name: failover\n        value: relay\n"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.of(
          "dromail.routes.directory",
          routes.toString(),
          "dromail.failures.schedule",
          routes.resolve("quick.yaml").toString());
    }

    @BeforeEach
    void tidyRelay() {
      relay.reset();
    }

    @AfterAll
    void closeRelay() {
      relay.close();
    }

    @Test
    void sendsThroughTheProfileThatAMailNames() {
      house.gateway().post(mail("'profile': 'relay'"));

      assertThat(relay.awaitMails(1, SOON)).hasSize(1);
      assertThat(house.smtp().mails()).isEmpty();
    }

    @Test
    void refusesMailsThatNoProfileTakes() {
      assertRefused("'profile': 'nobody'", 422, "invalid_parameter");
      assertRefused("'profile': 'small'", 413, "message_too_large");
      assertRefused("'profile': 'billing'", 403, "sender_not_allowed");
    }

    @Test
    void failsOverDuringABurstAndLosesAndDoublesNothing() throws Exception {
      List<String> accepted = new ArrayList<>();
      for (int i = 0; i < BURST; i++) {
        if (i == BURST / 4) {
          house.smtp().crash();
        }
        accepted.add(house.gateway().post(mailTo("r" + i + "@burst.example")).text("message_id"));
      }
      // Whose reply was cut off is unknown, and waits for a person.
      List<String> unknown = new ArrayList<>();
      await("all mails")
          .atMost(SOON.plusMillis(BURST * 10L))
          .until(
              () -> {
                house.queues().takeDeadLetters().forEach(l -> unknown.add(messageId(l)));
                return Stream.concat(burst().stream(), unknown.stream()).distinct().count()
                    >= BURST;
              });
      house.smtp().listenAgain();

      List<String> arrived = burst();
      System.out.printf(
          "%d accepted, %d arrived, %d of them through the relay, %d unknown%n",
          accepted.size(), arrived.size(), relay.mails().size(), unknown.size());
      assertThat(arrived).doesNotHaveDuplicates();
      assertThat(Stream.concat(arrived.stream(), unknown.stream())).containsAll(accepted);
      assertThat(unknown.size()).as("the connections that were cut").isLessThanOrEqualTo(20);
      assertThat(relay.mails()).hasSizeGreaterThan(BURST / 2);
      await("the first profile is used again")
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                house.gateway().post(mail(""));
                return house.smtp().mails().stream().anyMatch(m -> isAfter(m, arrived));
              });
    }

    /** Who is held up waits for a delay of the schedule, the shortest of which is a second. */
    @Test
    void letsASlowDomainHoldUpNoOther() {
      house.smtp().at(Stage.RCPT).when("@slow.example").always().reply(421, "4.7.0 too busy");
      IntStream.range(0, SLOW)
          .forEach(i -> house.gateway().postAsync(mailTo("r" + i + "@slow.example")));
      house.smtp().awaitStage(Stage.RCPT, 41, SOON);

      assertThat(medianLatency(30)).isLessThan(Duration.ofMillis(500));

      assertThat(profiles().at("/data/1/slow_domains").toString()).isEqualTo("[\"slow.example\"]");
      house.smtp().reset();
      await("the slow ones").atMost(Duration.ofSeconds(60)).until(this::slowOnesAreDone);
    }

    private Duration medianLatency(int count) {
      List<Duration> latencies = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long begin = System.nanoTime();
        house.deliver(mailTo("neighbour" + i + "@example.org"));
        latencies.add(Duration.ofNanos(System.nanoTime() - begin));
      }
      latencies.sort(null);
      return latencies.get(count / 2);
    }

    @Test
    void tellsHowProfilesStand() {
      house.deliver(mail(""));
      house.deliver(mail(""));

      JsonNode profiles = profiles().path("data");

      assertThat(profiles)
          .extracting(profile -> profile.path("name").asText())
          .containsExactly("billing", "default", "relay", "small");
      JsonNode standard = profiles.get(1);
      assertThat(standard.path("state").asText()).isEqualTo("ready");
      assertThat(standard.at("/connections/reused").asLong()).isPositive();
      assertThat(standard.at("/limits").size()).isZero();
      assertThat(profiles.get(0).path("preset").asText()).isEqualTo("microsoft365");
      assertThat(profiles.get(0).at("/limits/mails_per_minute").asInt()).isEqualTo(30);
      assertThat(profiles.toString()).doesNotContain("topsecret");
    }

    /** Whose key it is doesn't matter: the provider's words may be about anybody's mail. */
    @Test
    void namesNoRecipientInWhatEveryKeySees() {
      String words = "5.1.1 <eve.private@secret.example>: no such user";
      house.smtp().at(Stage.RCPT).when("eve.private@").always().reply(550, words);
      house.gateway().post(mailTo("eve.private@secret.example"));
      house.awaitDeadLetters(1);

      for (String path : List.of("/v1/profiles", "/v1/overview")) {
        String body = house.gateway().call(house.gateway().api(path).build()).body();
        assertThat(body)
            .as(path)
            .contains("<e***@secret.example>: no such user")
            .doesNotContain("eve.private");
      }
      assertThat(house.gateway().health("/health").body())
          .contains("<e***@secret.example>")
          .doesNotContain("eve.private");
    }

    private List<String> burst() {
      return Stream.concat(house.smtp().mails().stream(), relay.mails().stream())
          .filter(mail -> mail.recipients().get(0).endsWith("@burst.example"))
          .map(mail -> mail.messageId().orElseThrow())
          .toList();
    }

    private static String messageId(DeadLetter letter) {
      assertThat(letter.header("Dromail-Failure")).isEqualTo("unknown");
      return letter.envelope().get("message_id").asText();
    }

    private JsonNode profiles() {
      return house.gateway().call(house.gateway().api("/v1/profiles").build()).json();
    }

    private boolean slowOnesAreDone() {
      long sent =
          house.smtp().mails().stream()
              .filter(mail -> mail.recipients().get(0).endsWith("@slow.example"))
              .count();
      return sent >= SLOW;
    }

    private static boolean isAfter(ReceivedMail mail, List<String> arrived) {
      return !arrived.contains(mail.messageId().orElseThrow());
    }

    private void assertRefused(String fields, int status, String name) {
      HttpAnswer answer = house.gateway().post(mail(fields));
      assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
      assertThat(answer.text("name")).isEqualTo(name);
    }
  }

  private static final String SCHEDULE =
      """
      maximum-age: 1h
      rules:
        - name: closing
          code: 421
          slow: 10s
          retry: 1s*30
      default: 1s*30
      """;

  private static final String PROFILES =
      """
          - name: relay
            type: io.dromail.send.SmtpProfile
            properties:
              url: %1$s
          - name: small
            type: io.dromail.send.SmtpProfile
            properties:
              url: smtp://127.0.0.1:1?tls=none
              sizeLimitBytes: 1
          - name: billing
            type: io.dromail.send.SmtpProfile
            properties:
              preset: microsoft365
              senders: billing@example.com
              authentication: auto
              user: billing@example.com
              password: topsecret
      """;
}

package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.EditableHome;
import io.dromail.testing.FlakyProxy;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.PostgreSql;
import io.dromail.testing.RabbitMq;
import io.dromail.testing.RunningHouse;
import io.dromail.testing.ScriptedSmtpServer;
import io.dromail.testing.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /health} says in each kind of trouble, and that it's well again afterwards. */
@On(BrokerKind.RABBITMQ)
@Timeout(120)
class HealthTest {

  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir static Path folder;

  private static RabbitMq rabbit;
  private static PostgreSql postgres;
  private static FlakyProxy broker;
  private static FlakyProxy database;
  private static ScriptedSmtpServer relay;
  private static EditableHome home;
  private static RunningHouse house;

  @BeforeAll
  static void start() {
    assumeThat(PostgreSql.isThere()).isTrue();
    rabbit = RabbitMq.virtualHost();
    postgres = PostgreSql.database();
    broker = FlakyProxy.to(RabbitMq.HOST, RabbitMq.PORT);
    database = FlakyProxy.to(PostgreSql.HOST, PostgreSql.PORT);
    relay = ScriptedSmtpServer.start().requireLogin("ada", "right");
    home = EditableHome.in(folder.resolve("home"));
    home.append("routes/profiles.camel.yaml", RELAY.formatted(relay.port()));
    house =
        RunningHouse.start(
            BrokerKind.RABBITMQ,
            home.folder(),
            Map.of(
                "dromail.broker.url",
                rabbit.url(broker.port()),
                "dromail.journal.url",
                postgres.url(database.port()),
                "dromail.inbox.directory",
                folder.resolve("inbox").toString()));
    awaitHealth(HealthTest::assertWell);
  }

  @AfterAll
  static void stop() {
    if (house != null) {
      house.close();
      relay.close();
      broker.close();
      database.close();
      postgres.close();
      rabbit.close();
    }
  }

  @AfterEach
  void isWellAgain() {
    awaitHealth(HealthTest::assertWell);
  }

  @Test
  void saysThatTheBrokerIsAway() {
    broker.cut();

    awaitHealth(
        health -> {
          assertThat(health.path("status").asText()).isEqualTo("DOWN");
          assertThat(health.at("/details/broker/status").asText()).isEqualTo("DOWN");
          assertThat(health.at("/details/broker/url").asText()).doesNotContain("guest:guest");
          assertThat(health.at("/details/journal/status").asText()).isEqualTo("UP");
        });
    assertThat(get("/health").status()).isEqualTo(503);
    assertThat(get("/health/ready").status()).isEqualTo(503);
    assertThat(get("/health/live").status()).isEqualTo(200);
    await("no old figures")
        .atMost(SOON)
        .until(
            () -> get("/metrics").body().contains("dromail_queue_mails{queue=\"mail.bulk\"} NaN"));

    broker.resume();
  }

  @Test
  void saysThatTheJournalIsAway() {
    database.cut();

    awaitDegraded(
        health -> {
          assertThat(health.at("/details/journal/status").asText()).isEqualTo("DOWN");
          assertThat(health.at("/details/journal/last_failure").asText()).isNotEmpty();
          assertThat(health.at("/details/broker/status").asText()).isEqualTo("UP");
        });

    database.resume();
  }

  @Test
  void saysThatOneOfTwoProfilesIsPaused() {
    relay.at(Stage.AUTH).once().reply(535, "5.7.8 not today");
    house.gateway().post(mail("'profile': 'relay'"));

    awaitDegraded(
        health -> {
          assertThat(health.at("/details/smtp/status").asText()).isEqualTo("DOWN");
          assertThat(health.at("/details/smtp/default/status").asText()).isEqualTo("UP");
          assertThat(health.at("/details/smtp/default/state").asText()).isEqualTo("ready");
          assertThat(health.at("/details/smtp/relay/status").asText()).isEqualTo("DOWN");
          assertThat(health.at("/details/smtp/relay/state").asText()).isEqualTo("paused");
          assertThat(health.at("/details/smtp/relay/cause").asText()).contains("not today");
          assertThat(health.toString()).doesNotContain("right");
        });
    int connections = relay.connections();
    for (int i = 0; i < 20; i++) {
      get("/health");
    }
    assertThat(relay.connections()).as("a probe asks no provider").isEqualTo(connections);
  }

  @Test
  void saysThatTheInboxIsGone() throws IOException {
    Path inbox = house.inbox();
    Files.move(inbox, inbox.resolveSibling("elsewhere"));

    awaitDegraded(
        health -> {
          assertThat(health.at("/details/inbox/status").asText()).isEqualTo("DOWN");
          assertThat(health.at("/details/inbox/writable").asBoolean()).isFalse();
        });

    Files.move(inbox.resolveSibling("elsewhere"), inbox);
  }

  @Test
  void saysHowManyFilesWaitInTheInboxAndForHowLong() throws IOException {
    Path notYetReadable = Files.createDirectory(house.inbox().resolve("folder.json"));

    awaitHealth(
        health -> {
          assertThat(health.at("/details/inbox/files").asInt()).isEqualTo(1);
          assertThat(health.at("/details/inbox/oldest_seconds").asInt()).isPositive();
        });

    Files.delete(notYetReadable);
  }

  @Test
  void saysThatAnEditIsRejectedAndGoesOn() {
    home.change("routes/send.camel.yaml", "direct:send", "direct:nobody");

    awaitHealth(
        health -> {
          assertThat(health.path("status").asText()).isEqualTo("UP");
          assertThat(health.at("/details/routes/state").asText()).isEqualTo("rejected edit");
          assertThat(health.at("/details/routes/rejected").toString()).contains("camel.yaml:");
        });
    assertThat(house.gateway().health("/metrics").body()).contains("dromail_edits_rejected 1.0");

    home.restore();
    awaitHealth(health -> assertThat(health.at("/details/routes").has("rejected")).isFalse());
  }

  private static void awaitDegraded(Check check) {
    awaitHealth(
        health -> {
          assertThat(health.path("status").asText()).isEqualTo("DEGRADED");
          check.on(health);
        });
    assertThat(get("/health").status()).isEqualTo(200);
    assertThat(get("/health/ready").status()).isEqualTo(200);
  }

  private static void awaitHealth(Check check) {
    ThrowingRunnable holds = () -> check.on(get("/health").json());
    await().atMost(SOON).pollInterval(Duration.ofMillis(50)).untilAsserted(holds);
  }

  private static void assertWell(JsonNode health) {
    assertThat(health.path("status").asText()).as(health.toString()).isEqualTo("UP");
    assertThat(health.path("details").fieldNames())
        .toIterable()
        .contains("broker", "journal", "smtp", "inbox", "disk", "routes");
    assertThat(health.at("/details/disk/free_bytes").asLong()).isPositive();
    assertThat(health.at("/details/inbox/files").asInt()).isZero();
  }

  private static HttpAnswer get(String path) {
    return house.gateway().health(path);
  }

  /** Holds against what the health page says. */
  private interface Check {
    void on(JsonNode health);
  }

  private static final String RELAY =
      """
          - name: relay
            type: io.dromail.send.SmtpProfile
            properties:
              url: smtp://ada:right@127.0.0.1:%d?tls=none
      """;
}

package io.dromail.house;

import static io.dromail.house.Errors.assertError;
import static io.dromail.house.Requests.batch;
import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.Envelope;
import io.dromail.mail.MailJson;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.FlakyProxy;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.JobFolder;
import io.dromail.testing.PostgreSql;
import io.dromail.testing.RabbitMq;
import io.dromail.testing.RunningHouse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Idempotency keys over two houses, restarts, a broker that hangs, and a database that does. */
@On(BrokerKind.RABBITMQ)
@Timeout(120)
class IdempotencyInTroubleTest {
  private static final String KEY = "Idempotency-Key";
  private static final Duration SOON = Duration.ofSeconds(30);

  private static PostgreSql postgres;
  private static RabbitMq rabbit;
  private static FlakyProxy broker;
  private static FlakyProxy database;
  private static RunningHouse house;

  @BeforeAll
  static void start() {
    assumeThat(PostgreSql.isThere()).isTrue();
    postgres = PostgreSql.database();
    rabbit = RabbitMq.virtualHost();
    broker = FlakyProxy.to(RabbitMq.HOST, RabbitMq.PORT);
    database = FlakyProxy.to(PostgreSql.HOST, PostgreSql.PORT);
    house = house();
  }

  @AfterAll
  static void stop() {
    if (postgres != null) {
      house.close();
      broker.close();
      database.close();
      rabbit.close();
      postgres.close();
    }
  }

  private static RunningHouse house() {
    return RunningHouse.start(
        BrokerKind.RABBITMQ,
        Map.of(
            "dromail.broker.url",
            rabbit.url(broker.port()),
            "dromail.broker.confirm-timeout-ms",
            "1500",
            "dromail.journal.url",
            postgres.url(database.port())));
  }

  @Test
  void keysHoldInAllHousesAndAfterARestart() {
    String key = key();
    HttpAnswer first = house.gateway().post(mail(""), KEY, key);

    for (int i = 0; i < 2; i++) {
      try (RunningHouse other = house()) {
        HttpAnswer replay = other.gateway().post(mail(""), KEY, key);

        assertThat(replay.body()).isEqualTo(first.body());
        assertThat(replay.header("Idempotent-Replayed")).contains("true");
        assertError(
            other.gateway().post(mailTo("x@example.org"), KEY, key),
            409,
            "invalid_idempotent_request");
      }
    }
  }

  @Test
  void aKeyIsInFlightUntilTheBrokerSpeaksAndFreeAgainAfterATimeOut() {
    String key = key();
    ObjectNode doubtful = mailTo("doubtful@example.org");
    house.deliver(mail(""));
    broker.hang();

    try {
      CompletableFuture<HttpAnswer> first = house.gateway().postAsync(doubtful, KEY, key);
      await().pollInterval(Duration.ofMillis(20)).until(() -> isClaimed(key) || first.isDone());
      int meanwhile = house.gateway().post(doubtful, KEY, key).status();
      assertThat(meanwhile == 409 || first.isDone()).isTrue();
      assertError(first.join(), 503, "queue_unavailable");
    } finally {
      broker.resume();
    }
    HttpAnswer second = awaitAccepted(doubtful, key);
    HttpAnswer third = house.gateway().post(doubtful, KEY, key);

    assertThat(second.header("Idempotent-Replayed")).isEmpty();
    assertThat(third.body()).isEqualTo(second.body());
    house.awaitMail(second.text("message_id"));
    assertThat(house.smtp().mails())
        .filteredOn(mail -> mail.recipients().contains("doubtful@example.org"))
        .as("what the first try published has the same Message-ID")
        .allMatch(mail -> mail.messageId().orElseThrow().equals(second.text("message_id")));
  }

  @Test
  void aRequestWhoseProcessDiedIsPublishedAgainAsTheSameMails() throws Exception {
    try (RunningHouse door =
        RunningHouse.start(
            BrokerKind.RABBITMQ,
            Map.of("dromail.role", "ingest", "dromail.journal.url", postgres.url()))) {
      String key = key();
      ArrayNode batch = batch(mail(""), mailTo("b@example.org"));
      List<String> ids = ids(door.gateway().postBatch(batch, KEY, key));
      assertThat(take(door, 2)).noneMatch(Envelope::again);
      try (Connection connection = DriverManager.getConnection(postgres.url());
          Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            "update idempotency_key set state = 'claimed', claimed_at = now() - interval '90' second"
                + " where key_text = '"
                + key
                + "'");
      }

      assertThat(ids(door.gateway().postBatch(batch, KEY, key))).isEqualTo(ids);
      assertThat(take(door, 2))
          .allMatch(Envelope::again)
          .extracting(Envelope::id)
          .containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  private static List<String> ids(HttpAnswer answer) {
    assertThat(answer.header("Idempotent-Replayed")).isEmpty();
    return answer.json().get("data").findValuesAsText("id");
  }

  private static List<Envelope> take(RunningHouse door, int count) {
    return door.queues()
        .with(
            channel -> {
              List<Envelope> taken = new ArrayList<>();
              for (int i = 0; i < count; i++) {
                byte[] job = channel.basicGet("mail.transactional", true).getBody();
                taken.add(MailJson.mapper().readValue(job, Envelope.class));
              }
              return taken;
            });
  }

  @Test
  void aDatabaseThatHangsHoldsUpNoRequestWithoutAKey() {
    assertThat(house.gateway().post(mail(""), KEY, key()).status()).isEqualTo(202);
    database.hang();
    List<CompletableFuture<HttpAnswer>> keyed =
        IntStream.range(0, 100)
            .mapToObj(i -> house.gateway().postAsync(mail(""), KEY, key()))
            .toList();

    for (int i = 0; i < 50; i++) {
      HttpAnswer answer = house.gateway().post(mail(""));
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.took()).isLessThan(Duration.ofSeconds(1));
    }
    for (CompletableFuture<HttpAnswer> answer : keyed) {
      assertError(answer.join(), 503, "queue_unavailable");
      assertThat(answer.join().header("Retry-After")).contains("5");
      assertThat(answer.join().took()).isLessThan(Duration.ofSeconds(12));
    }
    database.resume();
    awaitAccepted(mail(""), key());
  }

  @Test
  void aJobFileGoesOnWithoutTheDatabaseAndAMailWithAKeyWaits() {
    JobFolder inbox = new JobFolder(house.inbox());
    database.cut();
    try {
      inbox.drop("plain.json", mailTo("plain@example.org").toString());
      inbox.awaitReceipt("done/plain.accepted.json", SOON);
      inbox.drop("keyed.json", mail("").put("idempotency_key", key()).toString());
      assertThat(house.gateway().post(mail(""), KEY, key()).status()).isEqualTo(503);
    } finally {
      database.resume();
    }

    JsonNode receipt = inbox.awaitReceipt("done/keyed.accepted.json", SOON);
    assertThat(receipt.findValues("replayed")).isEmpty();
    assertThat(inbox.has("done/keyed.rejected.json")).isFalse();
  }

  private static HttpAnswer awaitAccepted(ObjectNode mail, String key) {
    return await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> house.gateway().post(mail, KEY, key), answer -> answer.status() == 202);
  }

  private static boolean isClaimed(String key) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.url());
        PreparedStatement claim =
            connection.prepareStatement("select 1 from idempotency_key where key_text = ?")) {
      claim.setString(1, key);
      return claim.executeQuery().next();
    }
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }
}

package io.dromail.house;

import static io.dromail.house.Errors.assertError;
import static io.dromail.house.Requests.batch;
import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.Folders;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.JobFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail that is handed over twice under one idempotency key is sent once. */
class IdempotencyTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    private static final String KEY = "Idempotency-Key";
    private static final String SHOP = "Bearer shop-key-1";

    private final Path folder = Folders.temporary("dromail-journal");

    @Override
    Map<String, String> settings() {
      return Map.of(
          "dromail.journal.url",
          "jdbc:h2:file:" + folder.resolve("journal"),
          "dromail.api.keys",
          "shop:shop-key-1,other:other-key-2");
    }

    @AfterAll
    void delete() {
      Folders.delete(folder);
    }

    @Test
    void givesTheSameAnswerAgain() {
      String key = key();
      HttpAnswer first = post(key, mail(""));
      HttpAnswer second = post(key, mail(""));
      HttpAnswer alias =
          house
              .gateway()
              .call(house.gateway().to("/emails", mail(""), KEY, key, "Authorization", SHOP));

      assertThat(first.status()).as(first.toString()).isEqualTo(202);
      assertThat(first.header("Idempotent-Replayed")).isEmpty();
      assertThat(UUID.fromString(first.text("id")).version()).isEqualTo(8);
      for (HttpAnswer replay : List.of(second, alias)) {
        assertThat(replay.status()).isEqualTo(202);
        assertThat(replay.body()).isEqualTo(first.body());
        assertThat(replay.header("Location")).isEqualTo(first.header("Location")).isPresent();
        assertThat(replay.header("Content-Type")).contains("application/json");
        assertThat(replay.header("Idempotent-Replayed")).contains("true");
      }
      assertArrivesOnce(first.text("message_id"));
    }

    @Test
    void refusesTheKeyForAnotherBody() {
      String key = key();
      post(key, mail(""));

      assertError(post(key, mailTo("other@example.org")), 409, "invalid_idempotent_request");
      assertError(
          house.gateway().postBatch(mail(""), KEY, key, "Authorization", SHOP),
          409,
          "invalid_idempotent_request");
    }

    @Test
    void keepsTheKeysOfTenantsApart() {
      String key = key();
      HttpAnswer first = post(key, mail(""));
      HttpAnswer other =
          house.gateway().post(mail(""), KEY, key, "Authorization", "Bearer other-key-2");

      assertThat(other.status()).isEqualTo(202);
      assertThat(other.text("id")).isNotEqualTo(first.text("id"));
    }

    @Test
    void freesTheKeyOfARefusedRequest() {
      String key = key();
      assertError(post(key, mailTo("bad")), 422, "invalid_recipient");
      assertError(post(key, "no json"), 400, "invalid_json");

      HttpAnswer good = post(key, mail(""));

      assertThat(good.status()).as(good.toString()).isEqualTo(202);
      assertThat(good.header("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void acceptsOneOfManyAtTheSameMoment() {
      String key = key();
      List<HttpAnswer> answers =
          IntStream.range(0, 100)
              .mapToObj(i -> house.gateway().postAsync(mail(""), KEY, key, "Authorization", SHOP))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();

      assertThat(answers)
          .filteredOn(answer -> answer.status() == 202)
          .extracting(answer -> answer.text("id"))
          .isNotEmpty()
          .containsOnly(post(key, mail("")).text("id"));
      assertThat(answers)
          .filteredOn(answer -> answer.status() == 202)
          .filteredOn(answer -> answer.header("Idempotent-Replayed").isEmpty())
          .hasSize(1);
      assertThat(answers)
          .filteredOn(answer -> answer.status() != 202)
          .allSatisfy(answer -> assertError(answer, 409, "concurrent_idempotent_requests"));
    }

    @Test
    void acceptsABatchOnce() {
      String key = key();
      ArrayNode batch = batch(mailTo("a@example.org"), mailTo("b@example.org"), mail(""));
      HttpAnswer first = house.gateway().postBatch(batch, KEY, key, "Authorization", SHOP);
      HttpAnswer second = house.gateway().postBatch(batch, KEY, key, "Authorization", SHOP);

      List<String> ids = first.json().get("data").findValuesAsText("id");
      assertThat(ids).hasSize(3).doesNotHaveDuplicates();
      assertThat(second.body()).isEqualTo(first.body());
      assertThat(second.header("Idempotent-Replayed")).contains("true");
      ids.forEach(id -> assertArrivesOnce("<" + id + "@example.com>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\tb"})
    void refusesWhatIsNoKey(String key) {
      assertError(post(key, mail("")), 400, "invalid_idempotency_key");
    }

    @Test
    void refusesAKeyThatIsTooLong() {
      assertThat(post(key() + "x".repeat(220), mail("")).status()).isEqualTo(202);
      assertError(post("x".repeat(257), mail("")), 400, "invalid_idempotency_key");
    }

    @Test
    void doesNotTakeTheKeyFromTheQuery() {
      String path = "/v1/emails?Idempotency-Key=" + key();
      List<HttpAnswer> answers =
          IntStream.range(0, 2)
              .mapToObj(i -> house.gateway().to(path, mail(""), "Authorization", SHOP))
              .map(house.gateway()::call)
              .toList();

      assertThat(answers).allMatch(answer -> answer.status() == 202);
      assertThat(answers.get(0).text("id")).isNotEqualTo(answers.get(1).text("id"));
    }

    @Test
    void saysInTheBodyOfARequestThatTheHeaderIsMeant() {
      HttpAnswer answer =
          house.gateway().post(mail("").put("idempotency_key", "order-1"), "Authorization", SHOP);

      assertThat(assertError(answer, 422, "invalid_parameter").text("message"))
          .contains("Idempotency-Key");
    }

    @Test
    void takesAJobFileOnce() {
      JobFolder inbox = new JobFolder(house.inbox());
      String job =
          "{\"emails\": ["
              + mailTo("file-a@example.org")
              + ","
              + mailTo("bad")
              + ","
              + mailTo("file-b@example.org")
              + "]}";
      inbox.drop("once.json", job);
      JsonNode first = inbox.awaitReceipt("done/once.accepted.json");
      inbox.awaitGone("once.json");
      inbox.drop("twice.json", job);
      JsonNode second = inbox.awaitReceipt("done/twice.accepted.json");

      assertThat(second.findValuesAsText("id"))
          .hasSize(2)
          .containsExactlyInAnyOrderElementsOf(first.findValuesAsText("id"));
      assertThat(second.findValuesAsText("replayed")).containsExactly("true", "true");
      assertThat(first.findValuesAsText("replayed")).isEmpty();
      inbox.awaitReceipt("done/twice.rejected.json");
      first.findValuesAsText("id").forEach(id -> assertArrivesOnce("<" + id + "@example.com>"));
    }

    @Test
    void takesAMailOfAJobFileOnceForItsKey() {
      JobFolder inbox = new JobFolder(house.inbox());
      String key = key();
      inbox.drop("keyed-1.json", mail("").put("idempotency_key", key).toString());
      JsonNode first = inbox.awaitReceipt("done/keyed-1.accepted.json");
      inbox.drop(
          "keyed-2.json",
          "{\"emails\": ["
              + mail("").put("idempotency_key", key)
              + ","
              + mailTo("x@example.org").put("idempotency_key", key)
              + ","
              + mailTo("y@example.org")
              + "]}");
      JsonNode second = inbox.awaitReceipt("done/keyed-2.accepted.json");

      assertThat(second.findValuesAsText("id"))
          .hasSize(2)
          .contains(first.at("/accepted/0/id").asText());
      assertThat(second.findValuesAsText("replayed")).containsExactly("true");
      JsonNode rejected = inbox.awaitReceipt("done/keyed-2.rejected.json");
      assertThat(rejected.at("/rejected/0/index").asInt()).isEqualTo(1);
      assertThat(rejected.at("/rejected/0/name").asText()).isEqualTo("invalid_idempotent_request");
      assertArrivesOnce("<" + first.at("/accepted/0/id").asText() + "@example.com>");
    }

    @Test
    void readsAFileOnPastAKeyThatItHasTwice() {
      JobFolder inbox = new JobFolder(house.inbox());
      String twice = mail("").put("idempotency_key", key()).toString();
      inbox.drop("dup.json", "{\"emails\": [" + twice + "," + twice + "," + mail("") + "]}");

      JsonNode receipt = inbox.awaitReceipt("done/dup.accepted.json");
      assertThat(receipt.get("count").asInt()).isEqualTo(3);
      // Both, if the file was read on before the first was noted; it was accepted once either way.
      assertThat(receipt.findValuesAsText("replayed")).isNotEmpty().containsOnly("true");
      receipt.findValuesAsText("id").forEach(id -> assertArrivesOnce("<" + id + "@example.com>"));
    }

    /** A copy would arrive before a mail that is accepted later. */
    private void assertArrivesOnce(String messageId) {
      house.awaitMail(messageId);
      house.deliver(mailTo("after@example.org"), "Authorization", SHOP);
      assertThat(house.smtp().messageIds()).containsEntry(messageId, 1);
    }

    private HttpAnswer post(String key, Object body) {
      return house.gateway().post(body, KEY, key, "Authorization", SHOP);
    }

    private static String key() {
      return UUID.randomUUID().toString();
    }
  }
}

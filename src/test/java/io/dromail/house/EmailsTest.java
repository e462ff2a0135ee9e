package io.dromail.house;

import static io.dromail.house.Requests.batch;
import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.Folders;
import io.dromail.testing.HttpAnswer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What became of a mail, asked over HTTP. */
class EmailsTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  @ExtendWith(Houses.class)
  abstract static class Cases extends HouseCases {
    private static final String KEY = "Bearer shop-key-1";

    private final Path folder = Folders.temporary("dromail-emails");

    @Override
    Map<String, String> settings() {
      return Map.of(
          "dromail.journal.url",
          "jdbc:h2:file:" + folder.resolve("journal"),
          "dromail.api.keys",
          "shop:shop-key-1,other:other-key-1,*:everybody-1");
    }

    @AfterAll
    void delete() {
      Folders.delete(folder);
    }

    @Test
    void findsAMailThatWasJustAccepted() {
      for (int i = 0; i < 20; i++) {
        HttpAnswer accepted =
            house.gateway().post(mailTo("r" + i + "@example.org"), "Authorization", KEY);

        HttpAnswer found = get("/v1/emails/" + accepted.text("id"), KEY);

        assertThat(found.status()).as(found.toString()).isEqualTo(200);
        assertThat(found.text("id")).isEqualTo(accepted.text("id"));
        assertThat(found.text("message_id")).isEqualTo(accepted.text("message_id"));
        assertThat(found.text("created_at")).isEqualTo(accepted.text("created_at"));
        assertThat(found.header("Content-Type")).contains("application/json");
        assertThat(found.headers().map()).doesNotContainKeys("authorization", "id", "scope");
      }
    }

    @Test
    void tellsWhatTheServerSaid() {
      HttpAnswer accepted =
          house
              .gateway()
              .post(
                  mail("'cc': 'bob@example.org', 'tags': [{'name': 'a', 'value': 'b'}]"),
                  "Authorization",
                  KEY);
      String path = "/v1/emails/" + accepted.text("id");

      await().atMost(SOON).until(() -> get(path, KEY).text("last_event").equals("sent"));

      JsonNode found = get(path, KEY).json();
      assertThat(found.at("/recipients/0/address").asText()).isEqualTo("ada@example.org");
      assertThat(found.at("/recipients/1/status").asText()).isEqualTo("sent");
      assertThat(found.at("/attempts/0/event").asText()).isEqualTo("sent");
      assertThat(found.at("/attempts/0/reply_code").asInt()).isEqualTo(250);
      assertThat(found.at("/tags/0/value").asText()).isEqualTo("b");
      assertThat(found.toString()).doesNotContain("null");
    }

    /** What became of them goes to the journal together. */
    @Test
    void tellsOfEachOfManyThatAreSentAtTheSameTime() {
      ObjectNode[] mails = new ObjectNode[100];
      Arrays.setAll(mails, i -> mail("'tags': [{'name': 'many', 'value': 'yes'}]"));

      assertThat(house.gateway().postBatch(batch(mails), "Authorization", KEY).status())
          .isEqualTo(202);

      await()
          .atMost(SOON)
          .until(
              () ->
                  get("/v1/emails?tag=many:yes&status=sent&limit=100", KEY)
                          .json()
                          .path("data")
                          .size()
                      == mails.length);
    }

    @Test
    void listsTheMailsOfTheTenant() {
      String id =
          house.gateway().post(mailTo("lists@example.org"), "Authorization", KEY).text("id");
      get("/v1/emails/" + id, KEY);

      assertThat(get("/v1/emails?to=lists@example.org", KEY).json().at("/data/0/id").asText())
          .isEqualTo(id);
      assertThat(get("/v1/emails?to=lists@example.org", "Bearer everybody-1").json().path("data"))
          .hasSize(1);
      assertThat(get("/v1/emails?to=lists@example.org", "Bearer other-key-1").body())
          .isEqualTo("{\"object\":\"list\",\"data\":[],\"has_more\":false}");
      assertThat(get("/v1/emails/" + id, "Bearer other-key-1").status()).isEqualTo(404);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
      assertThat(get("/v1/emails?sort=up", KEY).fields()).containsExactly("sort");
      assertThat(get("/v1/emails?limit=0", KEY).status()).isEqualTo(422);
      assertThat(get("/v1/emails/7", KEY).text("name")).isEqualTo("not_found");
      assertThat(get("/v1/emails", "Bearer no-such-key").status()).isEqualTo(401);
      assertThat(get("/v1/emails/7", "").status()).isEqualTo(401);
    }

    @Test
    void cancelsNoMailThatWasSent() {
      String id = house.gateway().post(mailTo("c@example.org"), "Authorization", KEY).text("id");
      await()
          .atMost(SOON)
          .until(() -> get("/v1/emails/" + id, KEY).text("last_event").equals("sent"));

      HttpAnswer answer = cancel(id);

      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.text("name")).isEqualTo("not_cancelable");
    }

    private HttpAnswer get(String path, String authorization) {
      return house
          .gateway()
          .call(house.gateway().api(path).header("Authorization", authorization).build());
    }

    private HttpAnswer cancel(String id) {
      return house
          .gateway()
          .call(
              house
                  .gateway()
                  .api("/v1/emails/" + id + "/cancel")
                  .header("Authorization", KEY)
                  .POST(BodyPublishers.noBody())
                  .build());
    }
  }
}

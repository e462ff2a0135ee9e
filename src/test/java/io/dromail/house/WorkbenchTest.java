package io.dromail.house;

import static io.dromail.deadletter.Post.envelope;
import static io.dromail.deadletter.Post.letter;
import static io.dromail.house.Requests.mailTo;
import static io.dromail.testing.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.deadletter.DeadLetterStore;
import io.dromail.deadletter.Post;
import io.dromail.mail.Envelope;
import io.dromail.mail.MailJson;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.ReceivedMail;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.support.CamelContextHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.Message;

/** The workbench over HTTP: dead letters are looked at, mended, sent again and thrown away. */
class WorkbenchTest {

  private static final String PATH = "/v1/dead-letters";

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  @Nested
  @On(BrokerKind.EMBEDDED)
  class WithKeys extends Bench {

    @Override
    Map<String, String> settings() {
      return Map.of(
          "dromail.journal.url",
          url(),
          "dromail.api.keys",
          "shop:key-number-one:@example.com,blog:key-number-two");
    }

    @Test
    void aTenantSeesAndTouchesItsOwnLettersOnly() throws Exception {
      String mine = write(letter(envelope("shop", "ada@example.org")));
      String other = write(letter(envelope("blog", "bob@example.org")));
      String[] key = {"Authorization", "Bearer key-number-one"};

      assertThat(get(PATH).status()).isEqualTo(401);
      assertThat(ids(get(PATH, key))).containsExactly(mine);
      assertThat(get(PATH + "/" + other, key).status()).isEqualTo(404);
      assertThat(post("/" + other + "/replay", fields(""), key).status()).isEqualTo(404);
      assertThat(post("/" + other + "/purge", fields(""), key).status()).isEqualTo(404);
      assertThat(json(post("/purge", fields("'all': true"), key)).path("purged").asInt()).isOne();
      assertThat(ids(get(PATH, "Authorization", "Bearer key-number-two"))).containsExactly(other);
    }

    @Test
    void anEditedMailIsJudgedLikeANewOne() throws Exception {
      String id = write(letter(envelope("shop", "ada@example.org")));
      ObjectNode request = fields("");
      request.set("mail", mailTo("ada@example.org").put("from", "ceo@example.net"));

      HttpAnswer answer =
          post("/" + id + "/replay", request, "Authorization", "Bearer key-number-one");

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text("name")).isEqualTo("sender_not_allowed");
    }
  }

  @Nested
  @On(BrokerKind.EMBEDDED)
  class WithoutAQueue extends Bench {

    @Override
    Map<String, String> settings() {
      return Map.of("dromail.journal.url", url());
    }

    @Test
    void keepsLettersThatTheBrokerDoesNotTake() throws Exception {
      String[] ids = new String[30];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = write(letter(envelope("default", "ada@example.org")));
      }
      // Opens the connection for publishing, which declares the queue.
      house.deliver(mailTo("first@example.org"));
      house.camel().getRouteController().stopRoute("transactional");
      house.queues().with(channel -> channel.queueDelete("mail.transactional"));

      HttpAnswer answer = post("/replay", fields("'all': true"));

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text("name")).isEqualTo("queue_unavailable");
      assertThat(ids(get(PATH))).containsExactlyInAnyOrder(ids);
      assertThat(json(get(PATH)).at("/data/0/state").asText()).isEqualTo("waiting");
    }
  }

  @Nested
  @On(BrokerKind.EMBEDDED)
  class WithoutAJournal extends HouseCases {

    @Test
    void saysWhereTheLettersAre() {
      HttpAnswer answer = house.gateway().call(house.gateway().api(PATH).build());

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text("message")).contains("mail.dead");
    }
  }

  abstract static class Cases extends Bench {

    @Override
    Map<String, String> settings() {
      return Map.of("dromail.journal.url", url());
    }

    @Test
    void showsALetterWithItsAttemptsAndTheServersWords() throws Exception {
      Envelope envelope = envelope("default", "ada@example.org");
      String id = write(letter(envelope));

      JsonNode letter = json(get(PATH + "/" + id));

      assertThat(letter.path("id").asText()).isEqualTo(id);
      assertThat(letter.path("mail_id").asText()).isEqualTo(envelope.id());
      assertThat(letter.path("message_id").asText()).isEqualTo(envelope.messageId());
      assertThat(letter.at("/mail/to/0/email").asText()).isEqualTo("ada@example.org");
      assertThat(letter.path("attempts")).hasSize(2);
      assertThat(letter.at("/attempts/0/reply_text").asText()).isEqualTo("451 later");
      assertThat(letter.at("/attempts/1/reply_code").asInt()).isEqualTo(550);
      assertThat(letter.at("/attempts/1/reply_text").asText()).contains("no such user");
    }

    @Test
    void leadsThroughTheListPageByPage() throws Exception {
      List<String> written = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        String time = Post.FAILED.plusMillis(i).toString();
        Message message =
            letter(envelope("default", i + "@example.org"), "Dromail-Failed-At", time);
        written.add(0, write(message));
      }

      List<String> read = new ArrayList<>();
      String next = "";
      while (next != null) {
        HttpAnswer page = get(PATH + "?limit=2" + next);
        read.addAll(ids(page));
        JsonNode cursor = json(page).path("next");
        next = cursor.isMissingNode() ? null : "&cursor=" + cursor.asText();
      }

      assertThat(read).isEqualTo(written);
    }

    @Test
    void groupsLetters() throws Exception {
      write(letter(envelope("default", "ada@example.org")));
      write(letter(envelope("default", "bob@example.net")));

      JsonNode answer = json(get(PATH + "?group_by=domain&reason=permanent"));

      assertThat(answer.path("groups")).hasSize(2);
      assertThat(answer.at("/groups/0/count").asInt()).isOne();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
      for (String query :
          List.of("?reasn=x", "?reason=x", "?limit=501", "?before=monday", "?cursor=x", "?id=7")) {
        assertThat(get(PATH + query).status()).as(query).isEqualTo(422);
      }
      assertThat(get(PATH + "?group_by=lane").status()).isEqualTo(422);
      assertThat(get(PATH + "/7").status()).isEqualTo(404);
      assertThat(post("/replay", fields("")).text("name")).isEqualTo("missing_required_field");
      assertThat(post("/purge", fields("'alll': true")).status()).isEqualTo(422);
      assertThat(post("/replay", "x").text("name")).isEqualTo("invalid_json");
    }

    @Test
    void sendsALetterAgainOnceAndWithItsMessageId() throws Exception {
      Envelope envelope = envelope("default", "ada@example.org");
      String id = write(letter(envelope));

      HttpAnswer answer = post("/" + id + "/replay", "");
      HttpAnswer again = post("/" + id + "/replay", "");

      assertThat(json(answer)).isEqualTo(fields("'matched': 1, 'replayed': 1, 'remaining': 0"));
      assertThat(again.status()).isEqualTo(409);
      assertThat(again.text("name")).isEqualTo("already_replayed");
      assertThat(house.awaitMail(envelope.messageId()).header("Subject")).contains("Hello");
      assertThat(ids(get(PATH))).isEmpty();
      assertThat(ids(get(PATH + "?state=replayed"))).containsExactly(id);
    }

    @Test
    void sendsAnEditedLetterToTheNewRecipientsUnderTheOldId() throws Exception {
      Envelope envelope = envelope("default", "ada@exmaple.org", "bob@example.org");
      String id = write(letter(envelope.to(List.of("ada@exmaple.org"))));
      ObjectNode request = fields("");
      request.set("mail", mailTo("ada@example.org").put("subject", "Mended"));

      assertThat(post("/" + id + "/replay", request).status()).isEqualTo(200);

      ReceivedMail mail = house.awaitMail(envelope.messageId());
      assertThat(mail.header("Subject")).contains("Mended");
      assertThat(mail.recipients()).containsExactly("ada@example.org");
    }

    @Test
    void leavesALetterWhoseEditedMailIsRefused() throws Exception {
      String id = write(letter(envelope("default", "ada@example.org")));

      HttpAnswer bad = post("/" + id + "/replay", fields("'mail': {'from': 'shop@example.com'}"));
      HttpAnswer stray = post("/" + id + "/replay", fields("'subject': 'x'"));

      assertThat(bad.text("name")).isEqualTo("missing_required_field");
      assertThat(stray.status()).isEqualTo(422);
      assertThat(ids(get(PATH))).containsExactly(id);
    }

    @Test
    void replaysInStepsUntilNothingRemains() throws Exception {
      List<Envelope> envelopes = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        envelopes.add(envelope("default", i + "@example.org"));
      }
      write(envelopes.stream().map(Post::letter).toArray(Message[]::new));
      ObjectNode request = fields("'all': true, 'limit': 10");

      assertThat(json(post("/replay", fields("'all': true, 'dry_run': true"))))
          .isEqualTo(fields("'matched': 25, 'replayed': 0, 'remaining': 25"));
      List<Integer> remaining = new ArrayList<>();
      do {
        remaining.add(json(post("/replay", request)).path("remaining").asInt());
      } while (remaining.get(remaining.size() - 1) > 0);

      assertThat(remaining).containsExactly(15, 5, 0);
      envelopes.forEach(envelope -> house.awaitMail(envelope.messageId()));
      assertThat(arrived(envelopes)).hasSize(25);
    }

    @Test
    void twoReplaysAtTheSameTimeSendEachLetterOnce() throws Exception {
      List<Envelope> envelopes =
          Stream.generate(() -> envelope("default", "ada@example.org")).limit(60).toList();
      write(envelopes.stream().map(Post::letter).toArray(Message[]::new));

      int replayed =
          Stream.of(1, 2, 3, 4)
              .parallel()
              .mapToInt(
                  any -> json(post("/replay", fields("'all': true"))).path("replayed").asInt())
              .sum();

      assertThat(replayed).isEqualTo(60);
      envelopes.forEach(envelope -> house.awaitMail(envelope.messageId()));
      await().atMost(SOON).until(() -> house.queues().depth("mail.transactional") == 0);
      assertThat(arrived(envelopes)).hasSize(60);
    }

    private List<ReceivedMail> arrived(List<Envelope> envelopes) {
      Set<String> ids = envelopes.stream().map(Envelope::messageId).collect(Collectors.toSet());
      return house.smtp().mails().stream()
          .filter(mail -> ids.contains(mail.messageId().orElse("")))
          .toList();
    }

    @Test
    void isNoFasterThanItMay() throws Exception {
      write(
          Stream.generate(() -> letter(envelope("default", "ada@example.org")))
              .limit(11)
              .toArray(Message[]::new));

      HttpAnswer answer = post("/replay", fields("'all': true, 'rate': 10"));

      assertThat(json(answer).path("replayed").asInt()).isEqualTo(11);
      assertThat(answer.took()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
    }

    @Test
    void takesWhatFailedOutOfItsQueueAndSendsItAgain() {
      house.smtp().at(RCPT).once().reply(550, "5.1.1 no such user");
      HttpAnswer accepted = house.gateway().post(mailTo("ada@example.org"));
      await().atMost(SOON).until(() -> !ids(get(PATH)).isEmpty());
      JsonNode letter = json(get(PATH)).at("/data/0");

      assertThat(letter.path("mail_id").asText()).isEqualTo(accepted.text("id"));
      assertThat(letter.path("reply_code").asInt()).isEqualTo(550);
      assertThat(letter.path("cause").asText()).contains("no such user");
      await().atMost(SOON).until(() -> house.queues().depth("mail.dead") == 0);
      assertThat(post("/" + letter.path("id").asText() + "/replay", "").status()).isEqualTo(200);
      house.awaitMail(accepted.text("message_id"));
    }

    @Test
    void purges() throws Exception {
      String first = write(letter(envelope("default", "ada@example.org")));
      write(letter(envelope("default", "bob@example.net")));

      assertThat(json(post("/purge", fields("'domain': 'example.net', 'dry_run': true"))))
          .isEqualTo(fields("'matched': 1, 'purged': 0, 'remaining': 1"));
      assertThat(json(post("/purge", fields("'domain': 'example.net'"))))
          .isEqualTo(fields("'matched': 1, 'purged': 1, 'remaining': 0"));
      assertThat(ids(get(PATH))).containsExactly(first);
      assertThat(post("/" + first + "/purge", "").status()).isEqualTo(200);
      assertThat(post("/" + first + "/purge", "").status()).isEqualTo(404);
    }

    @Test
    void showsWhatCannotBeReadAndDoesNotSendIt() throws Exception {
      store().write(List.of(Post.stranger("not a job", Map.of())));
      String id = ids(get(PATH)).get(0);

      assertThat(json(get(PATH + "/" + id)).path("job").asText()).isEqualTo("not a job");
      assertThat(post("/" + id + "/replay", "").text("name")).isEqualTo("unreadable_job");
    }
  }

  /** A house with a workbench, and what a test does at it. */
  abstract static class Bench extends HouseCases {

    @TempDir static Path folder;

    static String url() {
      return "jdbc:h2:file:" + folder.resolve(UUID.randomUUID().toString());
    }

    @BeforeEach
    void clear() throws SQLException {
      try (Connection connection = bean(DataSource.class).getConnection()) {
        connection.createStatement().execute("delete from dead_letter");
      }
    }

    DeadLetterStore store() {
      return bean(DeadLetterStore.class);
    }

    /** Writes letters; the id of the first. */
    String write(Message... letters) throws SQLException {
      store().write(List.of(letters));
      return letters[0].getMessageProperties().getHeader("Dromail-Letter");
    }

    HttpAnswer get(String path, String... headers) {
      var request = house.gateway().api(path);
      return house
          .gateway()
          .call(headers.length > 0 ? request.headers(headers).build() : request.build());
    }

    HttpAnswer post(String path, Object json, String... headers) {
      return house.gateway().call(house.gateway().to(PATH + path, json, headers));
    }

    static ObjectNode fields(String json) {
      return Requests.parse("{" + json + "}");
    }

    static JsonNode json(HttpAnswer answer) {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      try {
        return MailJson.mapper().readTree(answer.body());
      } catch (IOException e) {
        throw new AssertionError(answer.toString(), e);
      }
    }

    static List<String> ids(HttpAnswer answer) {
      return json(answer).path("data").findValuesAsText("id");
    }

    private <T> T bean(Class<T> type) {
      return CamelContextHelper.findSingleByType(house.camel(), type);
    }
  }
}

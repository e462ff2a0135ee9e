package io.dromail.house;

import static io.dromail.house.Errors.assertError;
import static io.dromail.house.Requests.batch;
import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.template;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.Folders;
import io.dromail.testing.HttpAnswer;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A mail that is only to be seen: nothing of it stays, wherever the broker is. */
class DryRunTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    private final Path folder = Folders.temporary("dromail-dry-run");

    @Override
    Map<String, String> settings() {
      return Map.of("dromail.journal.url", "jdbc:h2:file:" + folder.resolve("journal"));
    }

    @AfterAll
    void delete() {
      Folders.delete(folder);
    }

    @Test
    void answersTheMailAsItWouldBeSent() throws Exception {
      ObjectNode request =
          mail(
              "'from': 'Shop <shop@example.com>', 'bcc': 'spy@example.org', 'text': null, 'subject':"
                  + " 'Größe', 'html': '<p>Hi <b>Ada</b></p>', 'headers': {'X-Order': '7'}");
      HttpAnswer answer = dryRun(request);

      JsonNode json = answer.json();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).contains("application/json");
      assertThat(answer.text("subject")).isEqualTo("Größe");
      assertThat(answer.text("html")).isEqualTo("<p>Hi <b>Ada</b></p>");
      assertThat(answer.text("text")).isEqualToIgnoringWhitespace("Hi Ada");
      assertThat(answer.text("profile")).isEqualTo("default");
      assertThat(json.path("held")).isEmpty();
      assertThat(json.path("warnings")).isEmpty();
      MimeMessage mime = mime(json);
      assertThat(mime.getSubject()).isEqualTo("Größe");
      assertThat(mime.getMessageID()).matches("<[0-9a-f-]{36}@example\\.com>");
      assertThat(mime.getHeader("X-Order")).containsExactly("7");
      assertThat(mime.getHeader("Bcc")).isNull();
      assertThat(answer.text("mime")).doesNotContain("spy@");
    }

    @Test
    void showsWhatIsThenSent() throws Exception {
      ObjectNode request =
          template("welcome", "{'username': '林<b>', 'link': 'https://app.example/start?a=1&b=2'}");
      HttpAnswer answer = dryRun(request);

      String shown = withoutTheMoment(answer.text("mime"));
      String sent =
          withoutTheMoment(new String(house.deliver(request).raw(), StandardCharsets.UTF_8));
      assertThat(shown).isEqualTo(sent);
      assertThat(answer.text("subject")).isEqualTo("欢迎加入我们的平台");
      assertThat(answer.text("html")).contains("林&lt;b&gt;");
    }

    @Test
    void leavesNothingBehind() {
      double accepted = house.gateway().counter("dromail_mails_accepted_total");
      String marker = "dry-" + System.nanoTime() + "@example.org";
      assertThat(dryRun(mail("").put("to", marker)).status()).isEqualTo(200);

      // What comes after it has gone all the way, so it would have, too.
      house.deliver(mail("").put("to", "after-" + marker));
      Awaitility.await().atMost(SOON).until(() -> journaled("after-" + marker) == 1);
      assertThat(journaled(marker)).isZero();
      assertThat(house.smtp().mails()).hasSize(1);
      assertThat(house.gateway().counter("dromail_mails_accepted_total") - accepted).isEqualTo(1);
      for (String queue : new String[] {"mail.transactional", "mail.bulk", "mail.dead"}) {
        assertThat(house.queues().depth(queue)).as(queue).isZero();
      }
    }

    @Test
    void neitherUsesNorLooksUpAnIdempotencyKey() {
      String key = "dry-" + System.nanoTime();
      ObjectNode request = mail("");

      assertThat(dryRun(request, "Idempotency-Key", key).status()).isEqualTo(200);
      HttpAnswer first = house.gateway().post(request, "Idempotency-Key", key);
      assertThat(first.status()).isEqualTo(202);
      assertThat(first.header("Idempotent-Replayed")).isEmpty();

      HttpAnswer after = dryRun(request, "Idempotency-Key", key);
      assertThat(after.status()).isEqualTo(200);
      assertThat(after.header("Idempotent-Replayed")).isEmpty();
      HttpAnswer again = house.gateway().post(request, "Idempotency-Key", key);
      assertThat(again.header("Idempotent-Replayed")).contains("true");
      assertThat(again.text("id")).isEqualTo(first.text("id"));
    }

    @Test
    void keepsNoKeyForADryRunInDisguise() {
      String key = "disguise-" + System.nanoTime();
      String request = mail("").toString().replaceFirst("\\{", "{\"dry\\\\u005frun\": true, ");

      HttpAnswer shown = house.gateway().post(request, "Idempotency-Key", key);
      assertThat(shown.status()).isEqualTo(200);
      HttpAnswer sent = house.gateway().post(mail(""), "Idempotency-Key", key);
      assertThat(sent.status()).isEqualTo(202);
    }

    @Test
    void judgesLikeAnyMail() {
      assertThat(assertError(dryRun(mail("'to': 'x'")), 422, "invalid_recipient").fields())
          .containsExactly("to[0]");
      assertThat(assertError(dryRun(template("no-such", "{}")), 422, "unknown_template").fields())
          .containsExactly("template.id");
      assertError(
          dryRun(mail(""), "Idempotency-Key", "k".repeat(257)), 400, "invalid_idempotency_key");
      assertThat(
              assertError(house.gateway().post(mail("'dry_run': 'yes'")), 422, "invalid_parameter")
                  .fields())
          .containsExactly("dry_run");
    }

    @Test
    void sendsWhatSaysItIsNoDryRun() {
      house.deliver(mail("'dry_run': false"));
    }

    @Test
    void refusesItWithinABatch() {
      HttpAnswer answer = house.gateway().postBatch(batch(mail(""), mail("'dry_run': true")));

      assertThat(assertError(answer, 422, "invalid_parameter").fields())
          .containsExactly("[1].dry_run");
      assertThat(answer.text("message")).contains("POST /v1/emails");
    }

    @Test
    void refusesItInAJobFile() throws Exception {
      String name = "dry-" + System.nanoTime();
      Path part = house.inbox().resolve(name + ".part");
      Files.writeString(part, mail("'dry_run': true").toString());
      Files.move(part, house.inbox().resolve(name + ".json"));

      Path receipt = house.inbox().resolve("rejected").resolve(name + ".rejected.json");
      Awaitility.await().atMost(SOON).until(() -> Files.exists(receipt));
      assertThat(Files.readString(receipt)).contains("invalid_parameter", "dry_run");
    }

    @Test
    void warnsOfWhatWillGoWrong() {
      HttpAnswer answer =
          dryRun(
              mail("'subject': '', 'stream': 'bulk', 'text': ''")
                  .put("html", "<p>" + "x".repeat(110_000) + "<img src='cid:logo'>")
                  .set(
                      "attachments",
                      Requests.parse("{'a': [{'filename': 'Setup.EXE', 'content': 'QQ=='}]}")
                          .get("a")));

      assertThat(answer.json().path("warnings")).hasSize(6);
    }

    private HttpAnswer dryRun(JsonNode request, String... headers) {
      return house.gateway().post(((ObjectNode) request).deepCopy().put("dry_run", true), headers);
    }

    private int journaled(String recipient) {
      HttpRequest list = house.gateway().api("/v1/emails?to=" + recipient).build();
      return house.gateway().call(list).json().path("data").size();
    }

    private static MimeMessage mime(JsonNode answer) throws Exception {
      byte[] bytes = answer.path("mime").asText().getBytes(StandardCharsets.UTF_8);
      return new MimeMessage(
          Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
    }

    /** Without what differs each time: the date, the ids, the boundaries. */
    private static String withoutTheMoment(String mime) {
      return mime.replaceAll("(?m)^(Date|Message-ID): .*\r?\n", "")
          .replaceAll("----=_Part[^\\s\"-]*(--)?", "boundary")
          .strip();
    }
  }
}

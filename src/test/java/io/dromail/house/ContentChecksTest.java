package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.testing.ScriptedSpamd.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.MailJson;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.Folders;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.ScriptedSpamd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails are shown to spamd before they go out, if a setting says so. */
class ContentChecksTest {

  private static final String PATH = "/v1/dead-letters";
  private static final String REVIEWED_LANE =
      """
      - templatedRoute:
          routeTemplateRef: lane
          routeId: reviewed
          parameters:
            - name: lane
              value: reviewed
            - name: consumers
              value: "1"
            - name: unchecked
              value: "true"
      """;

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {
    @TempDir static Path folder;
    private final ScriptedSpamd spamd = ScriptedSpamd.start();

    @Override
    Map<String, String> settings() {
      String name = getClass().getSimpleName();
      Path routes = folder.resolve("routes-" + name);
      Folders.copy(Path.of("src/main/resources/routes"), routes);
      try {
        Path lanes = routes.resolve("lanes.camel.yaml");
        Files.writeString(lanes, REVIEWED_LANE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.of(
          "dromail.content-check.spamd",
          spamd.address(),
          "dromail.content-check.size-limit-bytes",
          "20000",
          "dromail.routes.directory",
          routes.toString(),
          "dromail.failures.schedule",
          "src/test/resources/io/dromail/retry.yaml",
          "dromail.journal.url",
          "jdbc:h2:file:" + folder.resolve("journal-" + name));
    }

    @BeforeEach
    void dislikePrizes() {
      spamd.forget();
      spamd.answer(
          request ->
              request.contains("prize")
                  ? verdict(12.3, "PRIZES,NO_RELAYS")
                  : verdict(0.1, "NO_RELAYS"));
    }

    @AfterAll
    void close() {
      spamd.close();
    }

    @Test
    void sendsWhatSpamdSawAndLiked() {
      ReceivedMail mail = house.deliver(mail("'subject': '您好', 'html': '<p>Hi</p>'"));

      assertThat(spamd.requests()).hasSize(1);
      assertThat(spamd.requests().get(0))
          .endsWith("\r\n\r\n" + new String(mail.raw(), StandardCharsets.ISO_8859_1));
    }

    @Test
    void deadLettersWhatScoresTooMuch() {
      String id = accept(mail("'subject': 'Your prize'"));

      JsonNode letter = awaitLetter(id);
      assertThat(letter.path("reason").asText()).isEqualTo("permanent");
      assertThat(letter.path("step").asText()).isEqualTo("content-check");
      assertThat(letter.path("cause").asText())
          .isEqualTo("content check: 12.3 of 5.0: PRIZES, NO_RELAYS");
      assertThat(house.smtp().connections()).isZero();
    }

    @Test
    void sendsLargeMailsUnseen() {
      house.deliver(mail("'subject': 'Your prize'").put("text", "word ".repeat(5_000)));

      assertThat(spamd.requests()).isEmpty();
    }

    @Test
    void letsMailsWaitWhileSpamdIsAway() {
      spamd.stopListening();
      String id = accept(mail("'subject': 'later'"));
      JsonNode waiting =
          await().atMost(SOON).until(() -> email(id), email -> email.path("attempts").size() >= 1);
      assertThat(waiting.path("last_event").asText()).isEqualTo("delivery_delayed");
      assertThat(waiting.at("/attempts/0/reply_text").asText())
          .startsWith("spamd " + spamd.address() + " gave no verdict");
      assertThat(house.gateway().health("/health").json().at("/details/content-check/status"))
          .hasToString("\"DOWN\"");

      spamd.listenAgain();

      house.smtp().awaitMails(1, SOON);
      assertThat(house.gateway().health("/health").json().at("/details/content-check/status"))
          .hasToString("\"UP\"");
    }

    @Test
    void checksReplayedMailsAgainUnlessAPersonPutsThemIntoAnUncheckedLane() {
      String id = accept(mail("'subject': 'Your prize'"));
      JsonNode letter = awaitLetter(id);
      replay(letter, MailJson.mapper().createObjectNode());
      JsonNode again = awaitLetter(id);

      ObjectNode edited = MailJson.mapper().createObjectNode();
      edited.putObject("mail").setAll((ObjectNode) show(again).path("mail"));
      ((ObjectNode) edited.path("mail")).put("stream", "reviewed");
      replay(again, edited);

      assertThat(house.smtp().awaitMails(1, SOON)).hasSize(1);
      assertThat(spamd.requests()).hasSize(2);
    }

    private String accept(ObjectNode mail) {
      HttpAnswer answer = house.gateway().post(mail);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
      return answer.text("id");
    }

    private JsonNode email(String id) {
      return house.gateway().call(house.gateway().api("/v1/emails/" + id).build()).json();
    }

    private JsonNode awaitLetter(String id) {
      return await("letter of " + id)
          .atMost(SOON)
          .until(
              () ->
                  house
                      .gateway()
                      .call(house.gateway().api(PATH + "?id=" + id).build())
                      .json()
                      .at("/data/0"),
              JsonNode::isObject);
    }

    private JsonNode show(JsonNode letter) {
      String path = PATH + "/" + letter.path("id").asText();
      return house.gateway().call(house.gateway().api(path).build()).json();
    }

    private void replay(JsonNode letter, ObjectNode body) {
      String path = PATH + "/" + letter.path("id").asText() + "/replay";
      HttpAnswer answer = house.gateway().call(house.gateway().to(path, body));
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }
  }
}

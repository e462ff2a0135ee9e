package io.dromail.house;

import static io.dromail.house.Requests.batch;
import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.JobFolder;
import io.dromail.testing.MailTree;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.Stage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large attachments wait in the spool, and not in the broker. */
class SpoolTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {
    private static final int LARGE = 400_000;

    @TempDir static Path folder;
    private Path home;

    @Override
    Map<String, String> settings() {
      home = folder.resolve(getClass().getSimpleName());
      return Map.of(
          "dromail.journal.url",
          "jdbc:h2:mem:" + UUID.randomUUID(),
          "dromail.attachments.directory",
          home.resolve("root").toString(),
          "dromail.attachments.spool-directory",
          home.resolve("spool").toString(),
          "dromail.broker.confirm-timeout-ms",
          "20000");
    }

    @Test
    void sendsFileThatIsGoneSinceItsMailWasAccepted() throws Exception {
      byte[] content = random(17_000_000);
      Path file = write("invoice.pdf", content);
      house.camel().getRouteController().stopRoute("transactional");
      String id = accept(mail("'attachments': [{'filename': 'a.pdf', 'path': 'invoice.pdf'}]"));
      Files.delete(file);
      house.camel().getRouteController().startRoute("transactional");

      assertThat(attached(house.awaitMail(id))).isEqualTo(content);
    }

    @Test
    void deadLettersMailWhoseAttachmentIsNoLongerInTheSpool() throws Exception {
      write("lost.pdf", random(LARGE + 1));
      house.camel().getRouteController().stopRoute("transactional");
      accept(mail("'attachments': [{'filename': 'a.pdf', 'path': 'lost.pdf'}]"));
      spooled().forEach(Cases::delete);
      house.camel().getRouteController().startRoute("transactional");

      JsonNode letter = awaitLetter("no longer in the spool");
      assertThat(letter.path("reason").asText()).isEqualTo("permanent");
      assertThat(letter.path("step").asText()).isEqualTo("enrich");
      assertThat(letter.path("cause").asText())
          .isEqualTo("attachment a.pdf is no longer in the spool");
      JsonNode mail = get("/v1/dead-letters/" + letter.path("id").asText()).path("mail");
      assertThat(mail.at("/attachments/0").has("content")).isFalse();
    }

    @Test
    void showsAndReplaysDeadLetterWithItsAttachment() throws Exception {
      byte[] content = random(LARGE + 2);
      house.smtp().at(Stage.RCPT).when("nobody@").always().reply(550, "5.1.1 no such nobody");
      accept(inRequest(content).put("to", "nobody@example.org"));
      String letter = awaitLetter("no such nobody").path("id").asText();
      ObjectNode edited = (ObjectNode) get("/v1/dead-letters/" + letter).path("mail");
      edited.put("to", "somebody@example.org");
      ObjectNode request = new ObjectMapper().createObjectNode().set("mail", edited);

      assertThat(edited.at("/attachments/0/content").binaryValue()).isEqualTo(content);
      String path = "/v1/dead-letters/" + letter + "/replay";
      HttpAnswer answer = house.gateway().call(house.gateway().to(path, request));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(attached(house.smtp().awaitMails(1, SOON).get(0))).isEqualTo(content);
    }

    @Test
    void takesLargeContentsByEveryDoor() throws Exception {
      byte[] content = random(LARGE + 3);
      ObjectNode mail = inRequest(content);

      assertThat(attached(house.deliver(mail))).isEqualTo(content);
      assertThat(house.gateway().postBatch(batch(mail, mail)).status()).isEqualTo(202);
      new JobFolder(house.inbox()).drop("large.json", "{\"emails\": [" + mail + "]}");
      assertThat(house.smtp().awaitMails(4, SOON))
          .allSatisfy(arrived -> assertThat(attached(arrived)).isEqualTo(content));
      assertThat(spooled()).filteredOn(file -> size(file) == content.length).hasSize(1);
    }

    @Test
    void takesBodiesOfUnknownLength() throws Exception {
      byte[] content = random(LARGE + 4);

      for (ObjectNode mail : List.of(inRequest(content), mail(""))) {
        HttpAnswer answer = chunked(mail);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        house.awaitMail(answer.text("message_id"));
      }
      HttpAnswer answer = chunked(mail("").put("html", "x".repeat(37_000_000)));
      assertThat(answer.text("name")).isEqualTo("message_too_large");
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(files(home.getParent()))
                      .noneMatch(file -> file.toString().endsWith(".request")));
    }

    @Test
    void acceptsLargeRequestWithAKeyOnce() throws Exception {
      ObjectNode mail = inRequest(random(LARGE + 5));

      HttpAnswer first = house.gateway().post(mail, "Idempotency-Key", "large");
      HttpAnswer second = house.gateway().post(mail, "Idempotency-Key", "large");
      HttpAnswer other =
          house.gateway().post(mail.put("subject", "other"), "Idempotency-Key", "large");

      assertThat(second.text("id")).isEqualTo(first.text("id"));
      assertThat(second.header("Idempotent-Replayed")).contains("true");
      assertThat(other.status()).isEqualTo(409);
      house.smtp().awaitMails(1, SOON);
    }

    @Test
    void keepsForLongerWhatIsStillNeeded() throws Exception {
      byte[] content = random(LARGE + 6);
      house.smtp().at(Stage.RCPT).once().reply(451, "4.3.0 later");
      house.camel().getRouteController().stopRoute("transactional");
      String id = accept(inRequest(content));
      Path file = spooled().stream().filter(one -> size(one) == content.length).toList().get(0);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(30))));
      house.camel().getRouteController().startRoute("transactional");

      assertThat(attached(house.awaitMail(id))).isEqualTo(content);
      assertThat(Files.getLastModifiedTime(file).toInstant())
          .isAfter(Instant.now().minus(Duration.ofMinutes(5)));
    }

    private static ObjectNode inRequest(byte[] content) {
      String base64 = Base64.getEncoder().encodeToString(content);
      return mail("'attachments': [{'filename': 'a.pdf', 'content': '" + base64 + "'}]");
    }

    private String accept(ObjectNode mail) {
      HttpAnswer answer = house.gateway().post(mail);
      assertThat(answer.status()).as(answer.body()).isEqualTo(202);
      return answer.text("message_id");
    }

    private HttpAnswer chunked(ObjectNode mail) {
      byte[] bytes = mail.toString().getBytes(StandardCharsets.UTF_8);
      return house
          .gateway()
          .postAsync(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
          .join();
    }

    private JsonNode awaitLetter(String cause) {
      String path = "/v1/dead-letters?q=" + cause.replace(" ", "%20");
      return await(cause)
          .atMost(SOON)
          .until(() -> get(path).at("/data/0"), letter -> !letter.isMissingNode());
    }

    private JsonNode get(String path) throws IOException {
      HttpAnswer answer = house.gateway().call(house.gateway().api(path).build());
      return new ObjectMapper().readTree(answer.body());
    }

    private Path write(String name, byte[] content) throws IOException {
      Path root = Files.createDirectories(home.resolve("root"));
      return Files.write(root.resolve(name), content);
    }

    private List<Path> spooled() {
      return files(home.resolve("spool"));
    }

    private static List<Path> files(Path folder) {
      try (Stream<Path> tree = Files.walk(folder)) {
        return tree.filter(Files::isRegularFile).toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete(Path file) {
      try {
        Files.delete(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static long size(Path file) {
      try {
        return Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static byte[] attached(ReceivedMail mail) {
      return MailTree.of(mail).leaves().get(1).bytes();
    }

    private static byte[] random(int size) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      return bytes;
    }
  }
}

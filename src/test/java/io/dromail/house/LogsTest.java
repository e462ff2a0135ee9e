package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.testing.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.MailJson;
import io.dromail.testing.Folders;
import io.dromail.testing.HouseProcess;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.ScriptedSmtpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a gateway writes that logs in JSON, and all that it has to say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogsTest {
  private static final String KEY = "key-that-nobody-may-see";
  private static final String PASSWORD = "password-that-nobody-may-see";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final Path folder = Folders.temporary("dromail-logs");
  private final ScriptedSmtpServer smtp = ScriptedSmtpServer.start().requireLogin("shop", PASSWORD);
  private final HouseProcess house =
      new HouseProcess(
          Map.of(
              "dromail.log.format",
              "json",
              "dromail.log.level",
              "debug",
              "dromail.api.keys",
              "shop:" + KEY,
              "dromail.smtp.url",
              smtp.url().replace("smtp://", "smtp://shop:" + PASSWORD + "@"),
              "dromail.failures.schedule",
              "src/test/resources/io/dromail/retry.yaml",
              "dromail.data.directory",
              folder.resolve("data").toString(),
              "dromail.inbox.directory",
              folder.resolve("inbox").toString()));

  @BeforeAll
  void send() {
    smtp.at(RCPT).when("slow@").once().reply(450, "4.2.0 <slow@example.org> comes too often");
    smtp.at(RCPT).when("bad@").always().reply(550, "5.1.1 <bad@example.org> is unknown here");
    post("ada@example.org");
    post("slow@example.org");
    post("bad@example.org");
    await("the outcomes")
        .atMost(Duration.ofSeconds(20))
        .until(() -> lines("sent").size() == 2 && lines("dead").size() == 1);
    house.running().post("{\"text\": \"body-that-nobody-may-see", "Authorization", "Bearer " + KEY);
    house.running().post("{}", "Authorization", "Bearer wrong-" + KEY);
    house.terminate(Duration.ofSeconds(30));
  }

  @AfterAll
  void close() {
    house.close();
    smtp.close();
    Folders.delete(folder);
  }

  @Test
  void isAnObjectALine() {
    assertThat(house.output().lines().map(LogsTest::json))
        .allSatisfy(
            line -> {
              assertThat(Instant.parse(line.get("@timestamp").asText())).isNotNull();
              assertThat(line.get("log.level").asText()).isIn("DEBUG", "INFO", "WARN", "ERROR");
              assertThat(line.get("message").asText()).isNotNull();
            });
  }

  @Test
  void tellsTheWholeStoryOfAMailByItsTrace() {
    String slow = lines("deferred").get(0).get("mail.id").asText();

    assertThat(house.output().lines().map(LogsTest::json))
        .filteredOn(line -> line.path("mail.id").asText().equals(slow))
        .extracting(line -> line.get("event.action").asText())
        .containsExactly("accepted", "deferred", "sent");
    assertThat(List.of(lines("accepted"), lines("deferred"), lines("sent"), lines("dead")))
        .allSatisfy(
            some ->
                assertThat(some)
                    .allMatch(line -> line.get("trace.id").asText().equals(TRACE))
                    .allMatch(line -> line.get("lane").asText().equals("transactional")));
    JsonNode sent = lines("sent").get(0);
    assertThat(sent.get("profile").asText()).isEqualTo("default");
    assertThat(sent.get("smtp.reply").asText()).startsWith("250");
    assertThat(lines("dead").get(0).get("smtp.reply").asText()).contains("550 5.1.1");
  }

  @Test
  void masksAddresses() {
    assertThat(house.output())
        .contains("a***@example.org", "<b***@example.org> is unknown here")
        .doesNotContain("ada@", "slow@", "bad@");
  }

  @Test
  void tellsNoBodyNoKeyAndNoPassword() {
    assertThat(house.output()).contains("\"DEBUG\"").doesNotContain("that-nobody-may-see");
  }

  private void post(String recipient) {
    HttpAnswer answer =
        house
            .running()
            .post(
                mail("'text': 'body-that-nobody-may-see'").put("to", recipient),
                "Authorization",
                "Bearer " + KEY,
                "traceparent",
                "00-" + TRACE + "-00f067aa0ba902b7-00");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
  }

  private List<JsonNode> lines(String action) {
    return house
        .output()
        .lines()
        .map(LogsTest::json)
        .filter(line -> line.path("event.action").asText().equals(action))
        .toList();
  }

  private static JsonNode json(String line) {
    try {
      return MailJson.mapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }
}

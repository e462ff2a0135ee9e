package io.dromail.house;

import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.Gateway;
import io.dromail.testing.HouseProcess;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.JobFolder;
import io.dromail.testing.RabbitMq;
import io.dromail.testing.ScriptedSmtpServer;
import io.dromail.testing.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed or stopped with mails on their way, and started again. */
class CrashTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {
    private final RabbitMq rabbit = RabbitMq.virtualHost();

    @Override
    String brokerUrl() {
      return rabbit.url();
    }

    @AfterAll
    void deleteVirtualHost() {
      rabbit.close();
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @Timeout(150)
  abstract static class Cases {
    private static final int MAILS = 300;

    /** So many mails are in work, and may be sent and not yet acknowledged. */
    private static final int SENDERS = 10;

    private static final int WINDOW = 20;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir static Path folder;
    private final ScriptedSmtpServer smtp = ScriptedSmtpServer.start();
    private HouseProcess house;
    private Path inbox;

    String brokerUrl() {
      return "embedded:";
    }

    @BeforeAll
    void prepare() {
      Path home = folder.resolve(getClass().getSimpleName());
      inbox = home.resolve("inbox");
      Map<String, String> settings = new TreeMap<>();
      settings.put("dromail.broker.url", brokerUrl());
      settings.put("dromail.smtp.url", smtp.url());
      settings.put("dromail.smtp.senders", String.valueOf(SENDERS));
      settings.put("dromail.data.directory", home.resolve("data").toString());
      settings.put("dromail.inbox.directory", inbox.toString());
      settings.put("dromail.inbox.window", String.valueOf(WINDOW));
      house = new HouseProcess(settings);
    }

    @AfterAll
    void close() {
      house.close();
      smtp.close();
    }

    @BeforeEach
    void forget() {
      smtp.reset();
    }

    @Test
    void losesNoAcceptedMailWhenKilled() {
      Gateway gateway = house.running();
      try (Ticker slow = Ticker.slowDown(smtp, 100)) {
        List<String> accepted = accept(gateway);
        smtp.awaitMails(20, SOON);
        house.kill();
        house.running();
        assertAllArrive(accepted, SENDERS);
      }
    }

    @Test
    void losesNothingAndDeadLettersNothingWhenStopped() {
      Gateway gateway = house.running();
      try (Ticker slow = Ticker.slowDown(smtp, 100)) {
        List<CompletableFuture<HttpAnswer>> posts = new ArrayList<>();
        for (int i = 0; i < MAILS; i++) {
          posts.add(gateway.postAsync(mailTo("r" + i + "@example.org")));
        }
        smtp.awaitMails(20, SOON);
        Duration took = house.terminate(Duration.ofSeconds(30));
        assertThat(took).isLessThan(Duration.ofSeconds(30));
        List<String> accepted =
            posts.stream()
                .map(post -> post.exceptionally(refused -> null).join())
                .filter(answer -> answer != null && answer.status() == 202)
                .map(answer -> answer.text("message_id"))
                .toList();
        house.running();
        assertAllArrive(accepted, 0);
      }
      assertThat(house.output()).doesNotContain(": permanent in", ": transient in", ": unknown in");
    }

    @Test
    void readsJobFileOnWhenKilledWithinIt() {
      house.running();
      int mails = 800;
      StringBuilder job = new StringBuilder("{\"emails\": [");
      for (int i = 0; i < mails; i++) {
        job.append(i == 0 ? "" : ",\n").append(mailTo("r" + i + "@example.org"));
      }
      JobFolder folder = new JobFolder(inbox);
      folder.drop("job.json", job.append("]}").toString());
      smtp.awaitMails(1, SOON);
      assertThat(folder.has("job.json")).as("killed within the file").isTrue();
      house.kill();
      house.running();

      JsonNode receipt = folder.awaitReceipt("done/job.accepted.json", SOON);
      assertThat(receipt.get("count").asInt()).isEqualTo(mails);
      List<String> ids =
          receipt.get("accepted").findValuesAsText("id").stream()
              .map(id -> "<" + id + "@example.com>")
              .toList();
      assertAllArrive(ids, WINDOW + SENDERS);
    }

    private static List<String> accept(Gateway gateway) {
      return IntStream.range(0, MAILS)
          .mapToObj(i -> gateway.postAsync(mailTo("r" + i + "@example.org")))
          .toList()
          .stream()
          .map(CompletableFuture::join)
          .filter(answer -> answer.status() == 202)
          .map(answer -> answer.text("message_id"))
          .toList();
    }

    private void assertAllArrive(List<String> accepted, int duplicates) {
      assertThat(accepted).isNotEmpty();
      await().atMost(SOON).until(() -> smtp.messageIds().keySet().containsAll(accepted));
      Map<String, Integer> copies = smtp.messageIds();
      assertThat(accepted.stream().mapToInt(id -> copies.get(id) - 1).sum())
          .as("copies too many")
          .isLessThanOrEqualTo(duplicates);
    }
  }
}

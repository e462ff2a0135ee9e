package io.dromail.house;

import static io.dromail.house.Requests.mailTo;
import static io.dromail.testing.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.Folders;
import io.dromail.testing.HouseProcess;
import io.dromail.testing.RabbitMq;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.ScriptedSmtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mails that wait for their next attempt keep their time when the process is started anew. */
class ScheduleTest {

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
  @Timeout(120)
  abstract static class Cases {
    private static final int MAILS = 20;
    // Longer than a stop and a start take on a busy machine.
    private static final Duration DELAY = Duration.ofSeconds(15);
    private static final Duration LATENESS = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String SCHEDULE =
        """
        maximum-age: 1h
        jitter: 0%
        rules: []
        default: 15s*100
        """;

    @TempDir static Path folder;
    private final ScriptedSmtpServer smtp = ScriptedSmtpServer.start();
    private final Map<String, Instant> handedIn = new TreeMap<>();
    private HouseProcess house;

    String brokerUrl() {
      return "embedded:";
    }

    @BeforeAll
    void prepare() throws IOException {
      Path home = Files.createDirectories(folder.resolve(getClass().getSimpleName()));
      Path routes = Folders.copy(Path.of("src/main/resources/routes"), home.resolve("routes"));
      Files.writeString(routes.resolve("retry.yaml"), SCHEDULE);
      Map<String, String> settings = new TreeMap<>();
      settings.put("dromail.broker.url", brokerUrl());
      settings.put("dromail.smtp.url", smtp.url());
      settings.put("dromail.routes.directory", routes.toString());
      settings.put("dromail.data.directory", home.resolve("data").toString());
      settings.put("dromail.inbox.directory", home.resolve("inbox").toString());
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
      handedIn.clear();
    }

    @Test
    void keepsScheduleWhenKilled() {
      Instant refused = acceptAndRefuse();
      house.kill();
      house.running();
      assertOnSchedule(refused);
    }

    @Test
    void keepsScheduleWhenStopped() {
      Instant refused = acceptAndRefuse();
      house.terminate(Duration.ofSeconds(10));
      house.running();
      assertOnSchedule(refused);
    }

    private Instant acceptAndRefuse() {
      house.running();
      smtp.at(RCPT).times(MAILS).reply(450, "4.2.0 greylisted");
      for (int i = 0; i < MAILS; i++) {
        Instant before = Instant.now();
        String id = house.running().post(mailTo("r" + i + "@example.org")).text("message_id");
        handedIn.put(id, before);
      }
      smtp.awaitStage(RCPT, MAILS, SOON);
      Instant refused = Instant.now();
      await()
          .atMost(SOON)
          .until(() -> house.running().counter("dromail_mails_deferred_total") == MAILS);
      return refused;
    }

    /** Not before its delay is over; then at once, or as soon as the house is up again. */
    private void assertOnSchedule(Instant refused) {
      Instant ready = Instant.now();
      Instant due = refused.plus(DELAY);
      Instant latest = (ready.isAfter(due) ? ready : due).plus(LATENESS);
      List<ReceivedMail> mails = smtp.awaitMails(MAILS, SOON);
      assertThat(smtp.messageIds()).hasSize(MAILS);
      assertThat(smtp.messageIds().values()).containsOnly(1);
      assertThat(mails)
          .allSatisfy(
              mail ->
                  assertThat(mail.receivedAt())
                      .isBetween(handedIn.get(mail.messageId().orElseThrow()).plus(DELAY), latest));
    }
  }
}

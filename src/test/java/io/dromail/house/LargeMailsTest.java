package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.Gateway;
import io.dromail.testing.HouseProcess;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.RabbitMq;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.ScriptedSmtpServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mails of 25 MB, as sent, many at once, in a heap of 256 MB. */
class LargeMailsTest {

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
  @Timeout(300)
  abstract static class Cases {
    private static final int MAILS = Integer.getInteger("dromail.test.large-mails", 12);
    private static final int SIZE = 18_000_000;
    private static final long OCTETS_AT_LEAST = SIZE / 57L * 78;
    private static final Duration SOON = Duration.ofSeconds(240);

    @TempDir static Path folder;
    private final ScriptedSmtpServer smtp = ScriptedSmtpServer.start().keepAtMost(8_000);
    private final byte[] content = new byte[SIZE];
    private HouseProcess house;

    String brokerUrl() {
      return "embedded:";
    }

    @BeforeAll
    void prepare() throws IOException {
      new Random(1).nextBytes(content);
      Path home = folder.resolve(getClass().getSimpleName());
      Path root = Files.createDirectories(home.resolve("root"));
      for (int i = 0; i < MAILS; i++) {
        content[0] = (byte) i;
        Files.write(root.resolve(i + ".pdf"), content);
      }
      Map<String, String> settings = new TreeMap<>();
      settings.put("dromail.broker.url", brokerUrl());
      settings.put("dromail.smtp.url", smtp.url());
      settings.put("dromail.data.directory", home.resolve("data").toString());
      settings.put("dromail.inbox.directory", home.resolve("inbox").toString());
      settings.put("dromail.attachments.directory", root.toString());
      settings.put("dromail.attachments.spool-directory", home.resolve("spool").toString());
      // About memory, not about how fast the disk is.
      settings.put("dromail.broker.confirm-timeout-ms", "60000");
      house = new HouseProcess(settings).withHeap("256m");
    }

    @AfterAll
    void close() {
      house.close();
      smtp.close();
    }

    @Test
    void sendsManyAttachmentsByPath() {
      Gateway gateway = house.running();
      List<CompletableFuture<HttpAnswer>> answers = new ArrayList<>();
      for (int i = 0; i < MAILS; i++) {
        answers.add(
            gateway.postAsync(
                mail("'attachments': [{'filename': 'a.pdf', 'path': '" + i + ".pdf'}]")));
      }
      assertAllArrive(answers);
    }

    @Test
    void sendsManyAttachmentsInTheirRequests() {
      Gateway gateway = house.running();
      ObjectNode mail = mail("'attachments': [{'filename': 'a.pdf', 'content': '*'}]");
      String[] around = mail.toString().split("\\*");
      byte[] base64 = Base64.getEncoder().encode(content);
      List<byte[]> parts =
          List.of(
              around[0].getBytes(StandardCharsets.UTF_8),
              base64,
              around[1].getBytes(StandardCharsets.UTF_8));
      Supplier<BodyPublisher> body = () -> BodyPublishers.ofByteArrays(parts);
      List<CompletableFuture<HttpAnswer>> answers = new ArrayList<>();
      for (int i = 0; i < MAILS; i++) {
        answers.add(gateway.postAsync(body.get()));
      }
      assertAllArrive(answers);
    }

    private void assertAllArrive(List<CompletableFuture<HttpAnswer>> answers) {
      smtp.reset();
      List<String> accepted = new ArrayList<>();
      for (CompletableFuture<HttpAnswer> answer : answers) {
        assertThat(answer.join().status()).as(house.output()).isEqualTo(202);
        accepted.add(answer.join().text("message_id"));
      }
      await().atMost(SOON).until(() -> smtp.messageIds().keySet().containsAll(accepted));
      assertThat(smtp.mails())
          .extracting(LargeMailsTest.Cases::octets)
          .allSatisfy(octets -> assertThat(octets).isGreaterThan(OCTETS_AT_LEAST));
      assertThat(house.output()).doesNotContain("OutOfMemoryError");
      System.out.println(getClass().getSimpleName() + ": " + house.peakMegabytes() + " MB at most");
    }

    private static long octets(ReceivedMail mail) {
      String raw = new String(mail.raw(), StandardCharsets.US_ASCII);
      return Long.parseLong(raw.replaceAll("(?s).*\\[(\\d+) octets]$", "$1"));
    }
  }
}

package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes on one RabbitMQ send as many mails a minute as the profile says, together. A
 * quarter of one at 240; {@code -Ddromail.test.rate=30 -Ddromail.test.seconds=180} is the whole of
 * it.
 */
@Timeout(600)
class SharedLimitTest {

  private static final int RATE = Integer.getInteger("dromail.test.rate", 240);
  private static final int SECONDS = Integer.getInteger("dromail.test.seconds", 15);
  private static final Duration MINUTE = Duration.ofSeconds(Math.min(SECONDS, 60));

  @TempDir private Path folder;

  @Test
  void twoProcessesKeepOneLimit() throws Exception {
    assumeTrue(RabbitMq.isThere(getClass().getName()));
    int expected = (int) (RATE * MINUTE.toSeconds() / 60);
    int mails = RATE * SECONDS / 60 + RATE / 2;
    try (RabbitMq rabbit = RabbitMq.virtualHost();
        ScriptedSmtpServer smtp = ScriptedSmtpServer.start();
        HouseProcess one = process("one", rabbit, smtp);
        HouseProcess other = process("other", rabbit, smtp)) {
      other.running();
      for (int i = 0; i < mails; i++) {
        assertThat(one.running().post(mail("")).status()).isEqualTo(202);
      }
      Instant begin = smtp.awaitMails(1, Duration.ofSeconds(20)).get(0).receivedAt();
      int sent = RATE * SECONDS / 60 + 1;
      List<ReceivedMail> arrived = smtp.awaitMails(sent, Duration.ofSeconds(SECONDS + 30));

      for (int i = 0; i < SECONDS / MINUTE.toSeconds(); i++) {
        Instant from = begin.plus(MINUTE.multipliedBy(i));
        long count = arrived.stream().filter(mail -> isWithin(mail, from)).count();
        System.out.println("mails in " + MINUTE.toSeconds() + " s, of " + expected + ": " + count);
        assertThat(count).isBetween(expected - 1L, expected + 1L);
      }
      assertThat(smtp.messageIds().values()).containsOnly(1);
    }
  }

  private static boolean isWithin(ReceivedMail mail, Instant from) {
    return !mail.receivedAt().isBefore(from) && mail.receivedAt().isBefore(from.plus(MINUTE));
  }

  private HouseProcess process(String name, RabbitMq rabbit, ScriptedSmtpServer smtp)
      throws IOException {
    Path routes = Folders.copy(Path.of("src/main/resources/routes"), folder.resolve(name));
    Path profiles = routes.resolve("profiles.camel.yaml");
    Files.writeString(
        profiles,
        Files.readString(profiles)
            .replace("        url: \"", "        mailsPerMinute: " + RATE + "\n        url: \""));
    return new HouseProcess(
        Map.of(
            "dromail.broker.url", rabbit.url(),
            "dromail.smtp.url", smtp.url(),
            "dromail.journal.url", "none",
            "dromail.routes.directory", routes.toString(),
            "dromail.data.directory", folder.resolve(name + "-data").toString(),
            "dromail.inbox.directory", folder.resolve(name + "-inbox").toString()));
  }
}

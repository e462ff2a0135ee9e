package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static io.dromail.testing.Stage.END_OF_DATA;
import static io.dromail.testing.Stage.MAIL;
import static io.dromail.testing.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.DeadLetter;
import io.dromail.testing.Folders;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.ReceivedMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nobody gets a mail twice, nobody waits for another's mail, and retries come when they are due.
 */
class DeliveryTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {
    private static final Duration DELAY = Duration.ofSeconds(2);
    private static final String SENT = "dromail_mails_sent_total";
    private static final Duration LATENESS = Duration.ofSeconds(2);
    private static final String SCHEDULE =
        """
        maximum-age: 1h
        jitter: 0%
        rules:
          - name: much-later
            text: much later
            retry: 10m
        default: 2s*100
        """;

    @TempDir static Path folder;

    @Override
    Map<String, String> settings() {
      Path shipped = Path.of("src/main/resources/routes");
      Path routes = Folders.copy(shipped, folder.resolve("routes-" + getClass().getSimpleName()));
      try {
        Files.writeString(routes.resolve("retry.yaml"), SCHEDULE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      // A thousand at once keep an embedded broker busy; how long a confirm takes isn't asked here.
      return Map.of(
          "dromail.routes.directory", routes.toString(),
          "dromail.smtp.connections", "5",
          "dromail.broker.confirm-timeout-ms", "30000");
    }

    @Test
    void deadLettersOnlyTheRecipientThatIsRefused() {
      house.smtp().at(RCPT).when("bad@").always().reply(550, "5.1.1 no such user");
      house.gateway().post(mail("'to': ['ada@example.org', 'bad@example.org', 'bob@example.org']"));

      DeadLetter letter = house.awaitDeadLetters(1).get(0);

      assertThat(letter.header("Dromail-Failure")).isEqualTo("permanent");
      assertThat(letter.header("Dromail-Reply-Code")).isEqualTo("550");
      assertThat(letter.envelope().get("recipients"))
          .hasSize(1)
          .first()
          .satisfies(open -> assertThat(open.asText()).isEqualTo("bad@example.org"));
      assertNothingIsLeft();
      assertThat(served()).containsExactlyInAnyOrder("ada@example.org", "bob@example.org");
    }

    @Test
    void triesOnlyTheRecipientAgainThatIsRefusedForNow() {
      house.smtp().at(RCPT).when("later@").once().reply(450, "4.2.0 greylisted");
      house
          .gateway()
          .post(mail("'to': ['ada@example.org', 'later@example.org', 'bob@example.org']"));

      await().atMost(SOON).until(() -> served().contains("later@example.org"));

      assertNothingIsLeft();
      assertThat(served())
          .containsExactlyInAnyOrder("ada@example.org", "later@example.org", "bob@example.org");
      assertThat(house.smtp().messageIds()).hasSize(1);
    }

    @Test
    void sendsOneCopyWhenTheReplyAfterTheDotIsWithheld() {
      house.smtp().at(END_OF_DATA).always().hangAfterAccepting();
      house.gateway().post(mail(""));
      house.smtp().awaitMails(1, SOON);

      await()
          .during(Duration.ofSeconds(5))
          .atMost(SOON)
          .until(() -> house.smtp().reachedCount(MAIL) == 1);
      house.smtp().release();

      assertNothingIsLeft();
      assertThat(house.smtp().mails()).hasSize(1);
      assertThat(house.smtp().reachedCount(MAIL)).isEqualTo(1);
    }

    /** But the one whose envelope had gone out behind it. */
    @Test
    void letsAMailWhoseServerHangsHoldUpNoOther() {
      house.smtp().at(END_OF_DATA).once().hang();
      house.gateway().post(mailTo("stuck@example.org"));
      house.smtp().awaitStage(END_OF_DATA, 1, SOON);

      IntStream.range(0, 100)
          .forEach(i -> house.gateway().postAsync(mailTo("r" + i + "@example.org")));

      house.smtp().awaitMails(99, SOON);
      house.smtp().release();
      assertNothingIsLeft();
      assertThat(house.smtp().messageIds().values()).containsOnly(1).hasSize(101);
    }

    @Test
    void countsNoAttemptWhenIdleConnectionsWereClosed() {
      double before = house.gateway().counter(SENT);
      for (int round = 0; round < 3; round++) {
        List<CompletableFuture<HttpAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          answers.add(house.gateway().postAsync(mailTo("r" + i + "@example.org")));
        }
        Instant accepted = latest(answers);
        List<ReceivedMail> mails = house.smtp().awaitMails(20 * (round + 1), SOON);
        assertThat(mails)
            .allSatisfy(mail -> assertThat(mail.receivedAt()).isBefore(accepted.plus(DELAY)));
        double sent = before + 20 * (round + 1);
        await().atMost(SOON).until(() -> house.gateway().counter(SENT) == sent);
        house.smtp().dropConnections();
      }
      assertThat(house.smtp().reachedCount(MAIL)).isEqualTo(60);
      assertNothingIsLeft();
    }

    @Test
    void sendsNoMoreWhenNobodyKnowsAfterFirstRefusal() {
      house.smtp().at(RCPT).once().reply(450, "4.2.0 greylisted");
      house.smtp().at(END_OF_DATA).always().dropAfterAccepting();
      house.gateway().post(mail(""));

      DeadLetter letter = house.awaitDeadLetters(1).get(0);

      assertThat(letter.header("Dromail-Failure")).isEqualTo("unknown");
      assertThat(house.smtp().mails()).hasSize(1);
      assertNothingIsLeft();
    }

    @Test
    void sendsOnScheduleWhatWasRefusedForNow() {
      int mails = 50;
      Map<String, Instant> accepted = new HashMap<>();
      for (int i = 0; i < mails; i++) {
        house.smtp().at(RCPT).when("r" + i + "@").once().reply(451, "4.7.1 later");
      }
      for (int i = 0; i < mails; i++) {
        Instant before = Instant.now();
        String id = house.gateway().post(mailTo("r" + i + "@example.org")).text("message_id");
        accepted.put(id, before);
      }

      List<ReceivedMail> arrived = house.smtp().awaitMails(mails, SOON);

      assertThat(arrived)
          .hasSize(mails)
          .allSatisfy(
              mail ->
                  assertThat(
                          Duration.between(
                              accepted.get(mail.messageId().orElseThrow()), mail.receivedAt()))
                      .isGreaterThanOrEqualTo(DELAY)
                      .isLessThan(DELAY.plus(LATENESS)));
      assertNothingIsLeft();
    }

    @Test
    void sendsOnScheduleWhenServerIsBack() {
      house.smtp().crash();
      Instant accepted = Instant.now();
      String id = house.gateway().post(mail("")).text("message_id");
      await().pollDelay(DELAY.dividedBy(2)).until(() -> true);
      house.smtp().listenAgain();

      ReceivedMail mail = house.awaitMail(id);

      assertThat(Duration.between(accepted, mail.receivedAt()))
          .isGreaterThanOrEqualTo(DELAY)
          .isLessThan(DELAY.plus(LATENESS));
      assertNothingIsLeft();
    }

    @Test
    @Timeout(150)
    void lettersThatWaitDelayNoOtherMail() {
      int waiting = 1_000;
      house.smtp().at(RCPT).when("slow").always().reply(450, "4.2.0 much later");
      List<CompletableFuture<HttpAnswer>> answers =
          IntStream.range(0, waiting)
              .mapToObj(i -> house.gateway().postAsync(mailTo("slow" + i + "@example.org")))
              .toList();
      latest(answers);
      // How long so many take isn't asked here either.
      house.smtp().awaitStage(RCPT, waiting, SOON.multipliedBy(3));
      await().atMost(SOON).until(() -> house.queues().depth("mail.transactional") == 0);

      Instant before = Instant.now();
      IntStream.range(0, 100)
          .forEach(i -> house.gateway().postAsync(mailTo("quick" + i + "@example.org")));

      List<ReceivedMail> quick = house.smtp().awaitMails(100, SOON);
      assertThat(quick)
          .allSatisfy(
              mail -> assertThat(mail.receivedAt()).isBefore(before.plus(Duration.ofSeconds(3))));
      assertThat(house.smtp().reachedCount(RCPT)).isEqualTo(waiting + 100);
      assertThat(house.queues().takeDeadLetters()).isEmpty();
    }

    private static Instant latest(List<CompletableFuture<HttpAnswer>> answers) {
      answers.forEach(answer -> assertThat(answer.join().status()).isEqualTo(202));
      return Instant.now();
    }

    /** Each recipient once for each copy. */
    private List<String> served() {
      return house.smtp().mails().stream().flatMap(mail -> mail.recipients().stream()).toList();
    }

    private void assertNothingIsLeft() {
      await().atMost(SOON).until(() -> house.queues().depth("mail.transactional") == 0);
      assertThat(house.queues().takeDeadLetters()).isEmpty();
    }
  }
}

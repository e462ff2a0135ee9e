package io.dromail.house;

import static io.dromail.house.Errors.assertError;
import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.FlakyProxy;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.JobFolder;
import io.dromail.testing.RabbitMq;
import io.dromail.testing.RunningHouse;
import io.dromail.testing.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RabbitMQ goes away, or hangs, behind a proxy; the house starts without it. */
@On(BrokerKind.RABBITMQ)
@Timeout(90)
class BrokerDownTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PROBE = Duration.ofSeconds(1);

  private static RabbitMq rabbit;
  private static FlakyProxy proxy;
  private static RunningHouse house;

  @BeforeAll
  static void startWithoutBroker() {
    rabbit = RabbitMq.virtualHost();
    proxy = FlakyProxy.to(RabbitMq.HOST, RabbitMq.PORT);
    proxy.cut();
    house =
        RunningHouse.start(
            BrokerKind.RABBITMQ, Map.of("dromail.broker.url", rabbit.url(proxy.port())));
  }

  @AfterAll
  static void stop() {
    house.close();
    proxy.close();
    rabbit.close();
  }

  @BeforeEach
  void cut() {
    proxy.cut();
    house.smtp().reset();
  }

  @AfterEach
  void recover() {
    proxy.resume();
    await().atMost(SOON).until(() -> house.gateway().health("/health/ready").status() == 200);
  }

  @Test
  void startsWithoutBrokerAndRecoversByItself() {
    assertUnavailable(house.gateway().post(mail("")));
    assertThat(house.gateway().health("/health/live").status()).isEqualTo(200);
    assertThat(house.gateway().health("/health/ready").status()).isEqualTo(503);
    assertThat(house.gateway().health("/health").json().at("/details/broker/status").asText())
        .isEqualTo("DOWN");

    recover();

    await().atMost(SOON).until(() -> house.gateway().post(mail("")).status() == 202);
    house.smtp().awaitMails(1, SOON);
  }

  @Test
  void sendsWhatWasAcceptedBeforeTheOutage() {
    recover();
    house.smtp().at(Stage.CONNECT).always().hang();
    house.smtp().at(Stage.MAIL).always().hang();
    List<String> ids =
        IntStream.range(0, 50)
            .mapToObj(i -> house.gateway().post(mailTo("r" + i + "@example.org")))
            .map(answer -> answer.text("message_id"))
            .toList();
    proxy.cut();
    house.smtp().reset();

    recover();

    ids.forEach(house::awaitMail);
  }

  /** Nobody sends mails to a process that isn't ready, so it can't wait for one to find out. */
  @Test
  void findsTheBrokerAgainWithoutMailsAndLanes() {
    Map<String, String> settings =
        Map.of("dromail.broker.url", rabbit.url(proxy.port()), "dromail.role", "ingest");
    try (RunningHouse doors = RunningHouse.start(BrokerKind.RABBITMQ, settings)) {
      assertThat(doors.gateway().health("/health/ready").status()).isEqualTo(503);

      proxy.resume();

      await().atMost(SOON).until(() -> doors.gateway().health("/health/ready").status() == 200);
      proxy.cut();
      await().atMost(SOON).until(() -> doors.gateway().health("/health/ready").status() == 503);
      proxy.resume();
      await().atMost(SOON).until(() -> doors.gateway().health("/health/ready").status() == 200);
    }
  }

  @Test
  void refusesTwoHundredRequestsAtOnceInTime() {
    assertAllAreRefused(200);
  }

  @Test
  void refusesBatchInTime() {
    assertUnavailable(house.gateway().postBatch(Requests.batch(mail(""), mail(""))));
  }

  @Test
  void refusesTwoHundredRequestsAtOnceInTimeWhenBrokerHangs() {
    recover();
    house.deliver(mail(""));
    proxy.hang();

    assertAllAreRefused(200);
    assertUnavailable(house.gateway().post(mail("")));

    recover();
    await().atMost(SOON).until(() -> house.gateway().post(mail("")).status() == 202);
    house.deliver(mailTo("after@example.org"));
  }

  @Test
  void refusesRequestsWhenBrokerHangsWhileConnecting() {
    proxy.resume();
    proxy.hang();

    assertAllAreRefused(200);
    recover();
    await().atMost(SOON).until(() -> house.gateway().post(mail("")).status() == 202);
  }

  @Test
  void keepsJobFileUntilBrokerIsBack() {
    JobFolder inbox = new JobFolder(house.inbox());
    inbox.drop("outage.json", "{\"emails\": [" + mail("") + "," + mailTo("b@example.org") + "]}");
    assertUnavailable(house.gateway().post(mail("")));

    recover();

    assertThat(inbox.awaitReceipt("done/outage.accepted.json").get("count").asInt()).isEqualTo(2);
    house.smtp().awaitMails(2, SOON);
    assertThat(inbox.has("done/outage.rejected.json")).isFalse();
  }

  private static void assertAllAreRefused(int count) {
    List<CompletableFuture<HttpAnswer>> all =
        IntStream.range(0, count)
            .mapToObj(i -> house.gateway().postAsync(mailTo("lost" + i + "@example.org")))
            .toList();
    while (!all.get(count - 1).isDone()) {
      HttpAnswer live = house.gateway().health("/health/live");
      assertThat(live.status()).isEqualTo(200);
      assertThat(live.took()).as("a probe of Kubernetes waits a second").isLessThan(PROBE);
    }
    all.forEach(answer -> assertUnavailable(answer.join(), PATIENCE.plusSeconds(count / 100)));
  }

  private static void assertUnavailable(HttpAnswer answer) {
    assertUnavailable(answer, PATIENCE);
  }

  /** Of many at once, each takes as long as its client needs beside all the others. */
  private static void assertUnavailable(HttpAnswer answer, Duration atMost) {
    assertError(answer, 503, "queue_unavailable");
    assertThat(answer.header("Retry-After").orElseThrow()).matches("[1-9]\\d*");
    assertThat(answer.took()).isLessThan(atMost);
  }
}

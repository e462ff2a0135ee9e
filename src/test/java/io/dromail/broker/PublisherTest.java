package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.dromail.testing.FlakyProxy;
import io.dromail.testing.Queues;
import io.dromail.testing.RabbitMq;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/** Against RabbitMQ behind a proxy, which plays a broker that hangs or is away. */
@Timeout(60)
class PublisherTest {

  private static final String QUEUE = "work";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final long PATIENT_MS = 120_000;

  private RabbitMq rabbit;
  private FlakyProxy proxy;
  private Broker broker;
  private Queues queues;
  private Publisher publisher;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(RabbitMq.isThere(getClass().getName()));
    rabbit = RabbitMq.virtualHost();
    proxy = FlakyProxy.to(RabbitMq.HOST, RabbitMq.PORT);
    broker = new Broker(rabbit.url(proxy.port()), "unused");
    queues = Queues.at(rabbit.url());
    queues.with(channel -> channel.queueDeclare(QUEUE, true, false, false, null));
    publisher = new Publisher(broker.connections(), PATIENT_MS);
  }

  @AfterEach
  void stop() throws Exception {
    if (rabbit != null) {
      publisher.close();
      proxy.resume();
      broker.close();
      proxy.close();
      queues.close();
      rabbit.close();
    }
  }

  @Test
  void confirmsEachOfManyThatIsInItsQueue() {
    List<CompletableFuture<Void>> all =
        IntStream.range(0, 2_000).mapToObj(i -> publish(QUEUE, "id-" + i)).toList();

    all.forEach(PublisherTest::assertConfirmed);
    assertThat(ids()).containsExactlyElementsOf(names("id-", 2_000));
  }

  @Test
  void publishesPersistentlyWithPropertiesAndHeaders() {
    MessageProperties properties = new MessageProperties();
    properties.setMessageId("id");
    properties.setContentType("application/json");
    properties.setHeader("traceparent", "00-1-2-01");
    byte[] body = {1, 2, 3};

    assertConfirmed(publisher.publish("", QUEUE, new Message(body, properties)));

    GetResponse taken = queues.with(channel -> channel.basicGet(QUEUE, true));
    assertThat(taken.getBody()).isEqualTo(body);
    assertThat(taken.getProps().getDeliveryMode()).isEqualTo(2);
    assertThat(taken.getProps().getMessageId()).isEqualTo("id");
    assertThat(taken.getProps().getContentType()).isEqualTo("application/json");
    assertThat(taken.getProps().getHeaders().get("traceparent")).hasToString("00-1-2-01");
    assertThat(properties.getHeaders()).as("the sender's own").containsOnlyKeys("traceparent");
  }

  @Test
  void failsWhatHasNoQueueAmongManyThatHaveOne() {
    List<CompletableFuture<Void>> all =
        IntStream.range(0, 300)
            .mapToObj(i -> publish(i % 3 == 1 ? "nowhere" : QUEUE, "id-" + i))
            .toList();

    for (int i = 0; i < all.size(); i++) {
      if (i % 3 == 1) {
        assertFails(all.get(i), "no queue for exchange '', routing key 'nowhere': NO_ROUTE");
      } else {
        assertConfirmed(all.get(i));
      }
    }
  }

  @Test
  void failsWhatTheBrokerRefuses() {
    Map<String, Object> full = Map.of("x-max-length", 1, "x-overflow", "reject-publish");
    queues.with(channel -> channel.queueDeclare("full", true, false, false, full));

    assertConfirmed(publish("full", "first"));
    assertFails(publish("full", "second"), "the broker refused exchange '', routing key 'full'");
    assertConfirmed(publish(QUEUE, "third"));
  }

  @Test
  void failsWhatGoesToAMissingExchange() {
    assertFails(publisher.publish("missing", "", message("id")), "there is no exchange 'missing'");
    assertConfirmed(publish(QUEUE, "after"));
  }

  /** The broker closes the channel for the first that comes after that. */
  @Test
  void goesOnAfterAnExchangeWasDeleted() {
    publishToAnExchangeAndDeleteIt();

    assertFails(
        publisher.publish("short-lived", "", message("second")),
        "the channel was closed before the broker confirmed exchange 'short-lived'");
    assertFails(
        publisher.publish("short-lived", "", message("third")),
        "there is no exchange 'short-lived'");
    assertConfirmed(publish(QUEUE, "fourth"));
    assertThat(ids()).containsExactly("first", "fourth");
  }

  @Test
  void failsNothingElseWhenTheBrokerClosesAChannel() {
    publishToAnExchangeAndDeleteIt();

    List<CompletableFuture<Void>> before =
        IntStream.range(0, 200).mapToObj(i -> publish(QUEUE, "before-" + i)).toList();
    CompletableFuture<Void> second = publisher.publish("short-lived", "", message("second"));
    List<CompletableFuture<Void>> after =
        IntStream.range(0, 200).mapToObj(i -> publish(QUEUE, "after-" + i)).toList();

    assertFails(second, "the channel was closed");
    before.forEach(PublisherTest::assertConfirmed);
    after.forEach(PublisherTest::assertConfirmed);
  }

  /** Looked up between messages that are written together: it must not wait for their write. */
  @Test
  void looksExchangesUpAmongMany() {
    List<String> exchanges = List.of("amq.direct", "amq.topic", "amq.headers", "amq.fanout");
    List<CompletableFuture<Void>> all =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    i % 40 == 20
                        ? publisher.publish(exchanges.get(i / 40 % 4), "", message("nowhere"))
                        : publish(QUEUE, "id-" + i))
            .toList();

    for (int i = 0; i < all.size(); i++) {
      if (i % 40 == 20) {
        assertFails(all.get(i), "NO_ROUTE");
      } else {
        assertConfirmed(all.get(i));
      }
    }
    assertThat(ids()).hasSize(195);
  }

  @Test
  void failsWhatAmqpCannotCarryAndNothingElse() {
    assertConfirmed(publish(QUEUE, "first"));
    assertFails(publish("k".repeat(256), "second"), "AMQP can't carry exchange ''");
    assertConfirmed(publish(QUEUE, "third"));
    assertFails(publish("nowhere", "fourth"), "no queue");
    assertConfirmed(publish(QUEUE, "fifth"));
  }

  @Test
  void failsAtOnceWhatWasNotAnsweredWhenTheConnectionWasLostAndGoesOnWithTheNext() {
    assertConfirmed(publish(QUEUE, "first"));
    proxy.hang();
    List<CompletableFuture<Void>> lost =
        IntStream.range(0, 20).mapToObj(i -> publish(QUEUE, "lost-" + i)).toList();

    proxy.cut();
    lost.forEach(outcome -> assertFails(outcome, ""));
    assertFails(publish(QUEUE, "away"), "the broker can't be reached");
    proxy.resume();

    assertConfirmed(publish(QUEUE, "last"));
    assertThat(ids()).containsExactly("first", "last");
  }

  @Test
  void looksAnExchangeUpOverANewConnectionWhenTheOldWasLost() {
    assertConfirmed(publish(QUEUE, "first"));
    proxy.cut();
    assertFails(publisher.publish("amq.direct", QUEUE, message("away")), "can't be reached");
    queues.with(channel -> channel.queueBind(QUEUE, "amq.direct", QUEUE));
    proxy.resume();

    assertConfirmed(publisher.publish("amq.direct", QUEUE, message("last")));
  }

  @Test
  void failsInTimeAndNeverWritesWhatWaitedTooLong() {
    long timeoutMs = 700;
    try (Publisher impatient = new Publisher(broker.connections(), timeoutMs)) {
      assertConfirmed(impatient.publish("", QUEUE, message("first")));
      proxy.hang();
      byte[] large = new byte[15 << 20];
      Message stuck = new Message(large, message("large").getMessageProperties());
      List<CompletableFuture<Void>> all =
          Stream.concat(
                  Stream.of(stuck, stuck),
                  IntStream.range(0, 50).mapToObj(i -> message("late-" + i)))
              .map(message -> impatient.publish("", QUEUE, message))
              .toList();

      long begin = System.nanoTime();
      all.forEach(outcome -> assertFails(outcome, "did not confirm within 700 ms"));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
      proxy.resume();

      await()
          .atMost(SOON)
          .until(
              () ->
                  impatient.publish("", QUEUE, message("last")).handle((d, e) -> e == null).join());
      assertThat(ids()).contains("first", "large", "last").noneMatch(id -> id.startsWith("late"));
    }
  }

  @Test
  void failsWhatIsPublishedAfterTheEnd() {
    publisher.close();

    assertFails(publish(QUEUE, "late"), "publishing has ended");
  }

  private void publishToAnExchangeAndDeleteIt() {
    queues.with(channel -> channel.exchangeDeclare("short-lived", "fanout"));
    queues.with(channel -> channel.queueBind(QUEUE, "short-lived", ""));
    assertConfirmed(publisher.publish("short-lived", "", message("first")));
    queues.with(channel -> channel.exchangeDelete("short-lived"));
  }

  private CompletableFuture<Void> publish(String queue, String id) {
    return publisher.publish("", queue, message(id));
  }

  private static Message message(String id) {
    MessageProperties properties = new MessageProperties();
    properties.setMessageId(id);
    return new Message(new byte[] {1}, properties);
  }

  private List<String> ids() {
    return queues.with(
        channel ->
            Stream.generate(() -> take(channel))
                .takeWhile(Objects::nonNull)
                .map(taken -> taken.getProps().getMessageId())
                .toList());
  }

  private static GetResponse take(Channel channel) {
    try {
      return channel.basicGet(QUEUE, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static void assertConfirmed(CompletableFuture<Void> outcome) {
    assertThat(outcome).succeedsWithin(SOON);
  }

  private static void assertFails(CompletableFuture<Void> outcome, String reason) {
    assertThat(outcome)
        .failsWithin(SOON)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(NotConfirmed.class)
        .withMessageContaining(reason);
  }
}

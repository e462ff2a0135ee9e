package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.MessageProperties;
import io.dromail.testing.Folders;
import io.dromail.testing.Queues;
import io.dromail.testing.RabbitMq;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JournalQueueTest {

  private static final String QUEUE = "mail.journal";
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static Path data;
  private static EmbeddedBroker server;

  private RabbitMq rabbit;
  private Broker broker;
  private ConfirmingComponent component;
  private Queues queues;

  @BeforeAll
  static void start() throws Exception {
    data = Folders.temporary("dromail-journal");
    server = EmbeddedBroker.start(data);
  }

  @AfterAll
  static void stop() {
    server.close();
    Folders.delete(data);
  }

  @BeforeEach
  void open() throws Exception {
    open(server.url());
  }

  private void open(String url) throws Exception {
    broker = new Broker(url, "unused");
    component = TestBroker.component(broker, new DefaultCamelContext());
    queues = Queues.at(url);
  }

  @AfterEach
  void close() throws Exception {
    declare();
    queues.with(channel -> channel.queueDelete(QUEUE));
    queues.close();
    broker.close();
    if (rabbit != null) {
      rabbit.close();
    }
  }

  @Test
  void isConnectedSinceItsBrokerIs() {
    JournalQueue queue = queue("jdbc:some");
    assertThat(queue.connectedSince())
        .as("what was accepted may come again")
        .isEqualTo(Instant.MAX);
    Instant before = Instant.now();

    connect();

    assertThat(queue.connectedSince()).isBetween(before, Instant.now());
  }

  @Test
  void isWaitedForUntilItIsEmpty() throws Exception {
    publish();
    JournalQueue queue = queue("jdbc:some");
    Instant begin = Instant.now();
    connect();
    Thread waiting = waitFor(queue);

    take();
    waiting.join();

    assertThat(Duration.between(begin, Instant.now())).isLessThan(PATIENCE);
  }

  @Test
  void isWaitedForNoLongerThanSomeSecondsOfAConnection() {
    publish();
    JournalQueue queue = queue("jdbc:some");
    Instant begin = Instant.now();
    connect();

    queue.await();
    Instant end = Instant.now();
    queue.await();

    assertThat(Duration.between(begin, end)).isBetween(PATIENCE, PATIENCE.multipliedBy(3));
    assertThat(Duration.between(end, Instant.now())).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void isWaitedForOnceAConnection() throws Exception {
    declare();
    JournalQueue queue = queue("jdbc:some");
    connect();
    queue.await();
    publish();
    Instant begin = Instant.now();
    queue.await();
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(1));

    broker.connections().resetConnection();
    connect();

    interrupt(waitFor(queue));
  }

  @Test
  void isNotTakenForEmptyWhileItIsNotThere() throws Exception {
    JournalQueue queue = queue("jdbc:some");
    connect();

    interrupt(waitFor(queue));
  }

  @Test
  void isNothingToWaitForWithoutAJournal() {
    publish();
    JournalQueue queue = queue("none");
    connect();
    Instant begin = Instant.now();

    queue.await();

    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void isWaitedForUntilWhatThisProcessHasOfItIsWritten() throws Exception {
    assumeTrue(RabbitMq.isThere("JournalQueueTest"));
    close();
    rabbit = RabbitMq.virtualHost();
    open(rabbit.url());
    publish();
    JournalQueue queue = queue("jdbc:some");
    CountDownLatch written = new CountDownLatch(1);
    Feed feed = component.feeds().start(endpoint(), messages -> written.await());
    await().until(() -> queues.depth(QUEUE) == 0);
    connect();
    Thread waiting = waitFor(queue);

    waiting.join(PATIENCE.toMillis() / 10);
    assertThat(waiting.isAlive()).as("it's handed out, and not written").isTrue();
    written.countDown();
    waiting.join();

    component.feeds().end(feed);
  }

  /** Returns when a thread waits. */
  private static Thread waitFor(JournalQueue queue) {
    Thread waiting = new Thread(queue::await, "waits-for-journal");
    waiting.setDaemon(true);
    waiting.start();
    await().until(waiting::getState, Thread.State.TIMED_WAITING::equals);
    return waiting;
  }

  private static void interrupt(Thread waiting) throws InterruptedException {
    waiting.interrupt();
    waiting.join(1_000);
    assertThat(waiting.isAlive()).isFalse();
  }

  private JournalQueue queue(String journalUrl) {
    return new JournalQueue(broker, component, journalUrl);
  }

  private ConfirmingEndpoint endpoint() {
    ConfirmingEndpoint endpoint = new ConfirmingEndpoint("journal", component, "default", 1);
    endpoint.setQueues(QUEUE);
    endpoint.setConcurrentConsumers(1);
    endpoint.setPrefetchCount(10);
    return endpoint;
  }

  private void connect() {
    broker.connections().createConnection();
  }

  private void declare() {
    queues.with(channel -> channel.queueDeclare(QUEUE, true, false, false, null));
  }

  private void publish() {
    declare();
    queues.with(
        channel -> {
          channel.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, new byte[1]);
          return null;
        });
    await().until(() -> queues.depth(QUEUE) == 1);
  }

  private void take() {
    queues.with(channel -> channel.basicGet(QUEUE, true));
  }
}

package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.MessageProperties;
import io.dromail.testing.FlakyProxy;
import io.dromail.testing.Folders;
import io.dromail.testing.Queues;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two lanes and a delay, at a broker behind a proxy. */
@Timeout(60)
class QueueWatchTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private static Path data;
  private static EmbeddedBroker server;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Set<String> declared = new HashSet<>(Set.of("mail.dead"));
  private FlakyProxy proxy;
  private Broker broker;
  private ConfirmingComponent component;
  private Queues queues;
  private QueueWatch watch;

  @BeforeAll
  static void start() throws Exception {
    data = Folders.temporary("dromail-watch");
    server = EmbeddedBroker.start(data);
  }

  @AfterAll
  static void stop() {
    server.close();
    Folders.delete(data);
  }

  @BeforeEach
  void open() throws Exception {
    URI url = URI.create(server.url());
    proxy = FlakyProxy.to(url.getHost(), url.getPort());
    broker = new Broker(server.url().replace(":" + url.getPort(), ":" + proxy.port()), "unused");
    component = TestBroker.component(broker, new DefaultCamelContext());
    queues = Queues.at(server.url());
  }

  @AfterEach
  void close() throws Exception {
    watch.close();
    declared.forEach(queue -> queues.with(channel -> channel.queueDelete(queue)));
    queues.close();
    broker.close();
    proxy.close();
  }

  @Test
  void tellsHowEachQueueStandsThoseOfTheLanesFirst() {
    declare("mail.retry.5m", 3);
    declare("mail.journal", 1);
    declare("mail.bulk", 0);
    declare("mail.transactional", 2);

    watch("jdbc:some");

    assertThat(awaitFigures())
        .extracting(QueueFigure::queue, QueueFigure::waiting, QueueFigure::held)
        .containsExactly(
            tuple("mail.transactional", 2, 0),
            tuple("mail.bulk", 0, 0),
            tuple("mail.dead", 0, 0),
            tuple("mail.journal", 1, 0),
            tuple("mail.retry.5m", 3, 0));
    assertThat(watch.figures().get(1).oldestSeconds()).isZero();
    assertThat(watch.figures().get(4).oldestSeconds()).as("it's there to wait").isNull();
    await().atMost(SOON).until(() -> gauge("dromail.queue.mails", "queue", "mail.journal") == 1);
    assertThat(gauge("dromail.retry.mails", "delay", "5m")).isEqualTo(3);
  }

  @Test
  void leavesOutWhatIsNotThereAndTheJournalThatIsSwitchedOff() {
    declare("mail.journal", 1);
    declare("mail.bulk", 1);

    watch("none");

    assertThat(awaitFigures())
        .extracting(QueueFigure::queue)
        .containsExactly("mail.bulk", "mail.dead");
  }

  @Test
  void tellsWhatThisProcessHolds() throws Exception {
    declare("mail.bulk", 3);

    List<QueueFigure> figures = figuresOfTwoInWork();

    assertThat(figures).extracting(QueueFigure::held).containsExactly(2, 0);
  }

  /** Which counts what it has handed out, too. */
  @Test
  void tellsWhatThisProcessHoldsOfTheEmbeddedBroker() throws Exception {
    queues.close();
    broker.close();
    broker = new Broker("embedded:", data.resolve("own").toString());
    component = TestBroker.component(broker, new DefaultCamelContext());
    queues = Queues.over(broker.connect("test"));
    declare("mail.bulk", 3);

    List<QueueFigure> figures = figuresOfTwoInWork();

    assertThat(figures)
        .extracting(QueueFigure::waiting, QueueFigure::held)
        .containsExactly(tuple(1, 2), tuple(0, 0));
  }

  private List<QueueFigure> figuresOfTwoInWork() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ConfirmingEndpoint endpoint = new ConfirmingEndpoint("lane", component, "default", 1);
    endpoint.setQueues("mail.bulk");
    endpoint.setConcurrentConsumers(1);
    endpoint.setPrefetchCount(2);
    Feed feed = component.feeds().start(endpoint, messages -> go.await());

    watch("none");

    List<QueueFigure> figures =
        await()
            .atMost(SOON)
            .until(watch::figures, all -> all.stream().anyMatch(figure -> figure.held() == 2));
    go.countDown();
    component.feeds().end(feed);
    return figures;
  }

  /** Connections that are open don't break by themselves then. */
  @Test
  void knowsNothingWhileTheBrokerHangsAndAllThatAgainAfterwards() {
    declare("mail.bulk", 1);
    watch("none");
    awaitFigures();
    assertThat(broker.isUp()).as("found out where there are no lanes, too").isTrue();

    proxy.hang();

    await().atMost(SOON).until(() -> watch.figures().isEmpty());
    assertThat(gauge("dromail.queue.mails", "queue", "mail.bulk")).isNaN();
    proxy.resume();
    assertThat(awaitFigures()).extracting(QueueFigure::waiting).containsExactly(1, 0);
    assertThat(gauge("dromail.queue.mails", "queue", "mail.bulk")).isEqualTo(1);
  }

  @Test
  void looksNoMoreWhenItIsClosed() {
    watch("none");
    awaitFigures();
    assertThat(isWatching()).isTrue();

    watch.close();

    await().until(() -> !isWatching());
  }

  private static boolean isWatching() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("dromail-queue-watch"));
  }

  private void watch(String journalUrl) {
    watch =
        new QueueWatch(
            broker,
            component,
            () -> new LinkedHashSet<>(List.of("transactional", "bulk")),
            () -> Map.of("5m", Duration.ofMinutes(5)),
            journalUrl);
    watch.bindTo(registry);
  }

  private List<QueueFigure> awaitFigures() {
    return await().atMost(SOON).until(watch::figures, figures -> !figures.isEmpty());
  }

  private double gauge(String name, String tag, String value) {
    Gauge gauge = registry.find(name).tag(tag, value).gauge();
    return gauge == null ? Double.NaN : gauge.value();
  }

  private void declare(String queue, int messages) {
    declared.add(queue);
    queues.with(channel -> channel.queueDeclare(queue, true, false, false, null));
    queues.with(
        channel -> {
          for (int i = 0; i < messages; i++) {
            channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, new byte[1]);
          }
          return null;
        });
    await().until(() -> queues.depth(queue) == messages);
  }
}

package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import io.dromail.testing.Queues;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

@Timeout(60)
class FeedTest {

  private static final String QUEUE = "work";
  private static final Duration SOON = Duration.ofSeconds(20);

  private TestBroker test;
  private Queues queues;
  private Feed feed;
  private final AtomicInteger attempts = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    test = TestBroker.embedded();
    queues = Queues.over(test.broker().connect("test"));
    queues.with(channel -> channel.queueDeclare(QUEUE, true, false, false, null));
    queues.with(
        channel -> {
          byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
          channel.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, body);
          return null;
        });
  }

  @AfterEach
  void stop() throws Exception {
    if (feed != null) {
      feed.giveUp();
      assertThat(feed.awaitEnd(SOON.toMillis())).isTrue();
    }
    test.close();
  }

  /** A lane whose thread ends at one of them would stand still until the next start. */
  @Test
  void triesAgainWhateverConnectingFailsWith() {
    AtomicInteger done = new AtomicInteger();

    feed(
        failingFirst(
            new IllegalStateException("nobody expects it"),
            new ShutdownSignalException(true, false, null, null)),
        messages -> done.addAndGet(messages.size()));

    await().atMost(SOON).until(() -> done.get() == 1);
    assertThat(attempts).hasValue(3);
  }

  @Test
  void putsBackWhatFailsWithAnErrorAndGoesOn() {
    AtomicInteger begun = new AtomicInteger();

    feed(
        failingFirst(),
        messages -> {
          if (begun.incrementAndGet() == 1) {
            throw new StackOverflowError("by a template, say");
          }
        });

    await().atMost(SOON).until(() -> begun.get() == 2);
    await().atMost(SOON).until(() -> queues.depth(QUEUE) == 0);
  }

  private void feed(ConnectionFactory connections, Work work) {
    FeedSettings settings =
        new FeedSettings(List.of(QUEUE), 1, 10, 1, true, false, false, Map.of());
    feed = new Feed(connections, settings, work);
    feed.start();
  }

  private ConnectionFactory failingFirst(RuntimeException... failures) {
    ConnectionFactory real = test.broker().connections();
    InvocationHandler calls =
        (proxy, method, arguments) -> {
          if (method.getName().equals("createConnection")
              && attempts.getAndIncrement() < failures.length) {
            throw failures[attempts.get() - 1];
          }
          return method.invoke(real, arguments);
        };
    return (ConnectionFactory)
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {ConnectionFactory.class}, calls);
  }
}

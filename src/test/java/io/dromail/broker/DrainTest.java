package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.MessageProperties;
import io.dromail.mail.Drains;
import io.dromail.testing.Queues;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.core.Message;

/** A consumer that is replaced while it works: nothing is lost, and nothing is done twice. */
class DrainTest {

  @Nested
  class OnEmbeddedBroker extends Cases {
    @Override
    TestBroker start() throws Exception {
      return TestBroker.embedded();
    }
  }

  @Nested
  class OnRabbitMq extends Cases {
    @Override
    TestBroker start() throws Exception {
      return TestBroker.rabbitMq(this);
    }
  }

  @Timeout(120)
  abstract static class Cases {
    private static final String QUEUE = "work";
    private static final int CONSUMERS = 4;
    private static final int PREFETCH = 10;

    private TestBroker test;
    private Broker broker;
    private DefaultCamelContext context;
    private Queues queues;
    private final Map<String, AtomicInteger> done = new ConcurrentHashMap<>();

    abstract TestBroker start() throws Exception;

    @BeforeEach
    void begin() throws Exception {
      test = start();
      broker = test.broker();
      context = new DefaultCamelContext();
      context.addComponent("spring-rabbitmq", TestBroker.component(broker, context));
      context.start();
      queues = Queues.over(broker.connect("test"));
      queues.with(channel -> channel.queueDeclare(QUEUE, true, false, false, null));
    }

    @AfterEach
    void end() throws Exception {
      if (context != null) {
        context.close();
      }
      if (test != null) {
        test.close();
      }
    }

    @Test
    void losesAndDoublesNothingWhenDrainedFiftyTimesUnderLoad() throws Exception {
      int messages = 1_500;
      publish(messages);
      Consumer consumer = consumer("", this::work);
      consumer.start();
      int threads = threads();

      for (int i = 0; i < 50; i++) {
        int before = done.size();
        await().until(() -> done.size() > before + 5 || done.size() == messages);
        drain(consumer);
        consumer.stop();
        consumer.start();
      }

      await().atMost(Duration.ofSeconds(60)).until(() -> done.size() == messages);
      await().until(this::consumers, count -> count == 1);
      await().until(this::threads, count -> count <= threads);
      assertThat(done.values()).allMatch(times -> times.get() == 1);
      endsWithNothingLeft(consumer);
    }

    private void endsWithNothingLeft(Consumer consumer) {
      drain(consumer);
      consumer.stop();
      await().until(this::consumers, count -> count == 0);
      await().until(this::threads, count -> count == 0);
      assertThat(queues.depth(QUEUE)).isZero();
    }

    @Test
    void drainsBatchesWithoutLossOrDoubles() throws Exception {
      int messages = 1_500;
      publish(messages);
      Consumer consumer = consumer("&batchSize=20", this::workBatch);
      consumer.start();

      for (int i = 0; i < 50; i++) {
        int before = done.size();
        await().until(() -> done.size() > before + 5 || done.size() == messages);
        drain(consumer);
        consumer.stop();
        consumer.start();
      }

      await().atMost(Duration.ofSeconds(60)).until(() -> done.size() == messages);
      assertThat(done.values()).allMatch(times -> times.get() == 1);
      endsWithNothingLeft(consumer);
    }

    @Test
    void givesBackWhatWaitsBehindASlowOneWhichEndsInItsOwnTime() throws Exception {
      CountDownLatch go = new CountDownLatch(1);
      Set<String> begun = ConcurrentHashMap.newKeySet();
      Consumer consumer =
          consumer(
              "",
              exchange -> {
                begun.add(text(exchange.getMessage().getBody()));
                go.await();
                work(exchange);
              });
      publish(CONSUMERS * PREFETCH);
      consumer.start();
      await().until(() -> begun.size() == CONSUMERS);
      await().until(() -> free() == 0);

      drain(consumer);
      long from = System.nanoTime();
      consumer.stop();

      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofMillis(500));
      await().until(this::consumers, count -> count == 0);
      await().until(this::free, count -> count == CONSUMERS * (PREFETCH - 1));
      assertThat(done).isEmpty();

      go.countDown();
      await().until(() -> done.size() == CONSUMERS);
      await().until(this::threads, count -> count == 0);
      assertThat(done.keySet()).isEqualTo(begun);
      assertThat(free()).isEqualTo(CONSUMERS * (PREFETCH - 1));
    }

    @Test
    void anIdleOneEndsByItself() throws Exception {
      Consumer consumer = consumer("", this::work);
      consumer.start();
      await().until(this::consumers, count -> count == 1);

      drain(consumer);

      await().until(this::threads, count -> count == 0);
      assertThat(consumers()).isZero();
      consumer.stop();
    }

    private Consumer consumer(String options, Processor processor) throws Exception {
      String uri =
          "spring-rabbitmq:mail?queues=%s&concurrentConsumers=%d&prefetchCount=%d%s"
              .formatted(QUEUE, CONSUMERS, PREFETCH, options);
      return context.getEndpoint(uri).createConsumer(processor);
    }

    private void drain(Consumer consumer) {
      long from = System.nanoTime();
      ((Drains) consumer).drain();
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofMillis(250));
    }

    private void work(Exchange exchange) throws InterruptedException {
      pause();
      note(exchange.getMessage().getBody());
    }

    private void workBatch(Exchange exchange) throws InterruptedException {
      pause();
      exchange.getMessage().getBody(List.class).forEach(message -> note((Message) message));
    }

    private void note(Object body) {
      done.computeIfAbsent(text(body), any -> new AtomicInteger()).incrementAndGet();
    }

    /** What a server takes for a mail. */
    private static void pause() throws InterruptedException {
      int dice = ThreadLocalRandom.current().nextInt(100);
      TimeUnit.MILLISECONDS.sleep(dice == 0 ? 300 : dice / 20);
    }

    private static String text(Object body) {
      return body instanceof Message message
          ? new String(message.getBody(), StandardCharsets.UTF_8)
          : body instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "" + body;
    }

    private void publish(int messages) {
      queues.with(
          channel -> {
            channel.txSelect();
            for (int i = 0; i < messages; i++) {
              channel.basicPublish(
                  "",
                  QUEUE,
                  MessageProperties.PERSISTENT_BASIC,
                  Integer.toString(i).getBytes(StandardCharsets.UTF_8));
            }
            return channel.txCommit();
          });
    }

    /**
     * What another consumer could have; the embedded broker's own count has what is in work, too.
     */
    private int free() {
      return queues.with(
          channel -> {
            int count = 0;
            while (channel.basicGet(QUEUE, false) != null) {
              count++;
            }
            return count;
          });
    }

    private long consumers() {
      return queues.with(channel -> channel.consumerCount(QUEUE));
    }

    private int threads() {
      return (int)
          Thread.getAllStackTraces().keySet().stream()
              .filter(
                  thread ->
                      thread.getName().startsWith("dromail-")
                          && thread.getName().endsWith("-" + QUEUE))
              .count();
    }
  }
}

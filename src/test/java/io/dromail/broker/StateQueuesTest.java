package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import io.dromail.mail.SharedStateUnavailable;
import io.dromail.testing.Folders;
import io.dromail.testing.Queues;
import io.dromail.testing.RabbitMq;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** States that processes share over their broker: nothing is lost, and no lock is left. */
class StateQueuesTest {

  @Nested
  class OnEmbeddedBroker extends Cases {
    private final Path data = Folders.temporary("dromail-state");
    private EmbeddedBroker broker;

    @Override
    String start() throws Exception {
      broker = EmbeddedBroker.start(data);
      return broker.url();
    }

    @Override
    void stop() {
      broker.close();
      Folders.delete(data);
    }

    @Test
    void survivesTheBrokersRestart() throws Exception {
      one.update(name, add(41), HIGHEST);
      closeClients();
      broker.close();
      url = start();
      openClients();

      assertThat(number(one.update(name, add(1), HIGHEST))).isEqualTo(42);
    }
  }

  @Nested
  class OnRabbitMq extends Cases {
    private RabbitMq rabbit;

    @Override
    String start() {
      assumeTrue(RabbitMq.isThere(getClass().getName()));
      rabbit = RabbitMq.virtualHost();
      return rabbit.url();
    }

    @Override
    void stop() {
      if (rabbit != null) {
        rabbit.close();
      }
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @Timeout(60)
  abstract static class Cases {
    static final BinaryOperator<byte[]> HIGHEST =
        (one, other) -> bytes(Math.max(number(one), number(other)));

    String url;
    String name;
    Broker first;
    Broker second;
    StateQueues one;
    StateQueues other;

    abstract String start() throws Exception;

    abstract void stop();

    @BeforeAll
    void begin() throws Exception {
      url = start();
    }

    @AfterAll
    void end() {
      stop();
    }

    @BeforeEach
    void openClients(TestInfo test) throws Exception {
      name = test.getTestMethod().orElseThrow().getName();
      openClients();
    }

    void openClients() throws Exception {
      first = new Broker(url, "unused");
      second = new Broker(url, "unused");
      one = new StateQueues(first, "quorum");
      other = new StateQueues(second, "quorum");
    }

    @AfterEach
    void closeClients() throws Exception {
      one.close();
      other.close();
      first.close();
      second.close();
    }

    @Test
    void losesNoUpdateOfManyAtTheSameTime() throws Exception {
      int updates = 50;
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Future<?>> running = new ArrayList<>();
      for (StateQueues client : List.of(one, one, other, other)) {
        running.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < updates; i++) {
                    client.update(name, add(1), HIGHEST);
                  }
                  return null;
                }));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
      threads.shutdown();

      assertThat(number(one.update(name, add(0), HIGHEST))).isEqualTo(4 * updates);
      await().untilAsserted(() -> assertThat(states()).containsExactly((long) 4 * updates));
    }

    @Test
    void leavesNoLockAndLosesNothingWhenAHolderDies() throws Exception {
      one.update(name, add(7), HIGHEST);

      assertThatThrownBy(
              () ->
                  one.update(
                      name,
                      state -> {
                        one.close();
                        return bytes(1_000);
                      },
                      HIGHEST))
          .isInstanceOf(SharedStateUnavailable.class)
          .hasMessageContaining("mail." + name);

      assertThat(number(other.update(name, add(1), HIGHEST))).isEqualTo(8);
      assertThat(number(other.update(name, add(1), HIGHEST))).isEqualTo(9);
    }

    @Test
    void leavesTheStateAsItWasWhenAChangeFails() throws Exception {
      one.update(name, add(7), HIGHEST);

      assertThatThrownBy(
              () ->
                  one.update(
                      name,
                      state -> {
                        throw new IllegalStateException("no");
                      },
                      HIGHEST))
          .hasMessage("no");

      assertThat(number(other.update(name, add(1), HIGHEST))).isEqualTo(8);
    }

    @Test
    void makesOneOfTwoStates() throws Exception {
      one.update(name, add(7), HIGHEST);
      Channel channel = connection(second).createChannel();
      channel.basicPublish("", "mail." + name, MessageProperties.PERSISTENT_TEXT_PLAIN, bytes(20));
      channel.close();

      await().until(() -> number(other.update(name, add(0), HIGHEST)), highest -> highest == 20);
      await().untilAsserted(() -> assertThat(states()).containsExactly(20L));
    }

    @Test
    void beginsAnewWithWhatItKnowsWhenNobodyGivesTheStateBack() throws Exception {
      one.update(name, add(7), HIGHEST);
      Channel holder = connection(second).createChannel();
      await().until(() -> holder.basicGet("mail." + name, false) != null);
      long begin = System.nanoTime();

      assertThat(number(one.update(name, add(1), HIGHEST))).isEqualTo(8);
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(10));

      holder.close();
      await().until(() -> number(one.update(name, add(0), HIGHEST)), highest -> highest == 8);
      await().untilAsserted(() -> assertThat(states()).containsExactly(8L));
    }

    @Test
    void remembersWhatItHasWrittenWhenAnOlderStateComes() throws Exception {
      one.update(name, add(7), HIGHEST);
      one.update(name, add(7), HIGHEST);
      Channel channel = connection(second).createChannel();
      await().until(() -> channel.queuePurge("mail." + name).getMessageCount() == 1);
      channel.basicPublish("", "mail." + name, MessageProperties.PERSISTENT_TEXT_PLAIN, bytes(7));
      channel.close();

      assertThat(number(one.update(name, add(1), HIGHEST))).isEqualTo(15);
    }

    @Test
    void declaresItsQueueAnewAfterItWasDeleted() throws Exception {
      one.update(name, add(7), HIGHEST);
      Channel channel = connection(second).createChannel();
      channel.queueDelete("mail." + name);
      channel.close();

      assertThat(number(one.update(name, add(1), HIGHEST))).isEqualTo(8);
    }

    @Test
    void beginsOnceWhenAllBeginAtTheSameTime() throws Exception {
      ExecutorService threads = Executors.newFixedThreadPool(2);
      Future<byte[]> left = threads.submit(() -> one.update(name, add(1), HIGHEST));
      Future<byte[]> right = threads.submit(() -> other.update(name, add(1), HIGHEST));

      assertThat(List.of(number(left.get()), number(right.get())))
          .containsExactlyInAnyOrder(1L, 2L);
      threads.shutdown();
    }

    /** What is in the queue, and stays there. */
    private List<Long> states() throws Exception {
      return queues()
          .with(
              channel -> {
                List<Long> states = new ArrayList<>();
                for (GetResponse next = channel.basicGet("mail." + name, false);
                    next != null;
                    next = channel.basicGet("mail." + name, false)) {
                  states.add(number(next.getBody()));
                }
                return states;
              });
    }

    private Queues queues() {
      return Queues.over(connection(second));
    }

    private static com.rabbitmq.client.Connection connection(Broker broker) {
      return broker.connections().getPublisherConnectionFactory().createConnection().getDelegate();
    }

    static UnaryOperator<byte[]> add(long more) {
      return state -> bytes(number(state) + more);
    }

    static long number(byte[] state) {
      return state.length == 0 ? 0 : Long.parseLong(new String(state, StandardCharsets.UTF_8));
    }

    static byte[] bytes(long number) {
      return Long.toString(number).getBytes(StandardCharsets.UTF_8);
    }
  }
}

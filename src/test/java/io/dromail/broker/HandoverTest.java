package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HandoverTest {

  private final Handover handover = new Handover();
  private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();

  @AfterEach
  void sendHome() {
    handover.end();
  }

  @Test
  void givesTheOldestFirst() throws Exception {
    List<Delivery> deliveries = List.of(delivery(1), delivery(2), delivery(3));

    deliveries.forEach(handover::add);

    assertThat(handover.peek()).isSameAs(deliveries.get(0));
    assertThat(List.of(handover.take(), handover.take(), handover.take())).isEqualTo(deliveries);
    assertThat(handover.peek()).isNull();
  }

  @Test
  void wakesTheOneWhoCameLast() throws Exception {
    waiter("first");
    waiter("second");
    waiter("third");

    handover.add(delivery(1));
    assertThat(taken.poll(10, TimeUnit.SECONDS)).isEqualTo("third");

    handover.add(delivery(2));
    assertThat(taken.poll(10, TimeUnit.SECONDS)).isEqualTo("second");
  }

  @Test
  void passesOverWhoWasInterrupted() throws Exception {
    waiter("first");
    Thread second = waiter("second");
    second.interrupt();
    second.join();

    handover.add(delivery(1));

    assertThat(taken.poll(10, TimeUnit.SECONDS)).isEqualTo("first");
  }

  @Test
  void waitsNoLongerThanItIsTold() throws Exception {
    assertThat(handover.poll(TimeUnit.MILLISECONDS.toNanos(1))).isNull();
    waiter("first");

    handover.add(delivery(1));

    assertThat(taken.poll(10, TimeUnit.SECONDS)).isEqualTo("first");
  }

  @Test
  void handsOutWhatIsThereBeforeItEnds() throws Exception {
    Thread waiter = waiter("nothing");

    handover.end();
    waiter.join();
    handover.add(delivery(1));

    assertThat(taken).isEmpty();
    assertThat(handover.take()).isNotNull();
    assertThat(handover.take()).isNull();
  }

  /** Says its name when it got something; returns when it waits. */
  private Thread waiter(String name) {
    Thread thread =
        new Thread(
            () -> {
              try {
                if (handover.take() != null) {
                  taken.add(name);
                }
              } catch (InterruptedException sentHome) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }

  private static Delivery delivery(long tag) {
    return new Delivery(null, tag, null);
  }
}

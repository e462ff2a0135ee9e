package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettlementsTest {

  private static final int THREADS = 8;

  private final List<String> written = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore commits = new Semaphore(0);
  private final List<Thread> settling = Collections.synchronizedList(new ArrayList<>());
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private volatile IOException refusal;
  private Settlements settlements;

  @BeforeEach
  void begin() throws IOException {
    settlements = new Settlements(channel(), true);
    settlements.begin();
    written.clear();
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void sharesACommitAmongAllWhoComeWhileAnotherIsUnderWay() throws Exception {
    Future<?> first = settle(1, true);
    await().until(() -> written.contains("txCommit"));
    List<Future<?>> others = new ArrayList<>();
    for (long tag = 2; tag < THREADS; tag++) {
      others.add(settle(tag, tag != 4));
    }
    awaitBlocked(THREADS - 1);
    assertThat(written).containsExactly("basicAck 1", "txCommit");

    commits.release(2);
    first.get();
    for (Future<?> other : others) {
      other.get();
    }

    assertThat(written).hasSize(2 + (THREADS - 2) + 1).endsWith("txCommit");
    assertThat(written.subList(2, written.size() - 1))
        .containsExactlyInAnyOrder(
            "basicAck 2", "basicAck 3", "basicNack 4", "basicAck 5", "basicAck 6", "basicAck 7");
  }

  @Test
  void tellsAllOfAGroupThatItIsNotWrittenAndGoesOn() throws Exception {
    Future<?> first = settle(1, true);
    await().until(() -> written.contains("txCommit"));
    List<Future<?>> group = List.of(settle(2, true), settle(3, true));
    awaitBlocked(3);
    commits.release(1);
    first.get();
    await().until(() -> Collections.frequency(written, "txCommit") == 2);

    refusal = new IOException("gone");
    commits.release(1);
    for (Future<?> each : group) {
      assertThat(failure(each)).hasMessage("not settled: gone").hasCause(refusal);
    }

    refusal = null;
    commits.release(1);
    settle(4, true).get();
    assertThat(written).endsWith("basicAck 4", "txCommit");
  }

  @Test
  void commitsNothingWhereTheBrokerNeedsNoDisk() throws Exception {
    Settlements plain = new Settlements(channel(), false);
    plain.begin();

    plain.write(List.of(1L, 2L), true);
    plain.write(List.of(), true);

    assertThat(written).containsExactly("basicAck 1", "basicAck 2");
  }

  @Test
  void settlesAllUpToATagByOneWord() throws Exception {
    Settlements plain = new Settlements(channel(), false);

    plain.writeUpTo(200, true);
    plain.writeUpTo(300, false);

    assertThat(written).containsExactly("basicAck 200 and before", "basicNack 300 and before");
  }

  private Future<?> settle(long tag, boolean done) {
    return threads.submit(
        () -> {
          settling.add(Thread.currentThread());
          settlements.write(List.of(tag), done);
          return null;
        });
  }

  /** The first in its commit, the others for it. */
  private void awaitBlocked(int threads) {
    await()
        .until(
            () ->
                settling.size() == threads
                    && List.copyOf(settling).stream()
                        .allMatch(each -> each.getState() == Thread.State.WAITING));
  }

  private static Throwable failure(Future<?> future) throws InterruptedException {
    try {
      future.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  private Channel channel() {
    return PlayedChannel.by(
        (self, method, arguments) -> {
          boolean commit = method.getName().equals("txCommit");
          written.add(written(method.getName(), arguments));
          if (commit) {
            commits.acquire();
            if (refusal != null) {
              throw refusal;
            }
          }
          return null;
        });
  }

  private static String written(String method, Object[] arguments) {
    if (arguments == null) {
      return method;
    }
    boolean upTo = arguments.length > 1 && (boolean) arguments[1];
    return method + " " + arguments[0] + (upTo ? " and before" : "");
  }
}

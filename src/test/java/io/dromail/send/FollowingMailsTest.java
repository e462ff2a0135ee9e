package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromail.mail.SmtpFailure;
import io.dromail.testing.FarSmtpServer;
import io.dromail.testing.FarSmtpServer.At;
import io.dromail.testing.FarSmtpServer.Mood;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More senders than connections, to a server that's a round trip away. */
@Timeout(120)
class FollowingMailsTest {

  private static final Duration FAR = Duration.ofMillis(100);
  private static final Mood GOOD = (at, line) -> null;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private FarSmtpServer server;
  private PooledMailSender sender;

  @AfterEach
  void close() {
    threads.shutdownNow();
    sender.close();
    server.close();
  }

  @Test
  void takeARoundTripEach() throws Exception {
    start(FAR, GOOD, 20, "PIPELINING");
    sendAll(40, 40);

    long perMail = sendAll(40, 800) * 20 / 800;

    assertThat(server.mails()).hasSize(840);
    assertThat(server.mostConnections()).isEqualTo(20);
    assertThat(perMail).as("ms a mail and connection").isBetween(95L, 140L);
  }

  @Test
  void takeARoundTripEachByBdat() throws Exception {
    start(FAR, GOOD, 20, "PIPELINING", "CHUNKING");
    sendAll(40, 80);

    long perMail = sendAll(40, 800) * 20 / 800;

    assertThat(server.mails()).hasSize(880);
    assertThat(server.mostConnections()).isEqualTo(20);
    assertThat(perMail).as("ms a mail and connection").isBetween(95L, 140L);
  }

  @Test
  void waitForTheirTurnWhereCommandsGoOneByOne() throws Exception {
    SmtpProfile profile = new SmtpProfile();
    profile.setPipelining("off");
    start(Duration.ofMillis(20), GOOD, 2, profile, "PIPELINING", "CHUNKING");
    sendAll(4, 4);

    long perMail = sendAll(4, 20) * 2 / 20;

    assertThat(perMail).as("four round trips each").isGreaterThanOrEqualTo(78);
  }

  @Test
  void keepToTheMailsOfAConnection() throws Exception {
    SmtpProfile profile = new SmtpProfile();
    profile.setMailsPerConnection(3);
    start(Duration.ofMillis(10), GOOD, 2, profile, "PIPELINING");

    sendAll(8, 30);

    assertThat(server.mails()).hasSize(30);
    assertThat(server.connections()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void goOverAnotherConnectionWhenTheOneInFrontTakesItsOwnAlong() throws Exception {
    AtomicInteger ends = new AtomicInteger();
    CountDownLatch isFollowed = new CountDownLatch(1);
    start(
        Duration.ofMillis(50),
        (at, line) -> {
          if (at == At.END && ends.incrementAndGet() == 1) {
            awaitOrFail(isFollowed);
            return FarSmtpServer.TAKE_AND_CUT;
          }
          return null;
        },
        1,
        "PIPELINING");
    Future<?> inFront = threads.submit(this::send);
    await().until(() -> ends.get() == 1);
    Future<?> behind = threads.submit(this::send);
    await().until(server::hasMoreToHear);
    isFollowed.countDown();

    assertThat(failure(inFront).stage()).isEqualTo(SmtpFailure.Stage.END_OF_DATA);
    assertThat(failure(inFront).replyCode()).isEqualTo(-1);
    behind.get(20, TimeUnit.SECONDS);
    assertThat(server.mails()).hasSize(2);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void neverOvertakeOneThatCannotFollow() throws Exception {
    start(Duration.ofMillis(10), GOOD, 1, "PIPELINING");
    // No SMTPUTF8 there: it has a connection of its own, and is told.
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(threads.submit(this::send));
      if (i == 10) {
        all.add(threads.submit(this::sendUtf8));
      }
    }

    for (Future<?> one : all) {
      one.get(30, TimeUnit.SECONDS);
    }
    assertThat(server.mails()).hasSize(50);
  }

  private void sendUtf8() {
    try {
      sender.send(Outgoing.utf8());
    } catch (SmtpFailure e) {
      assertThat(e.replyCode()).isEqualTo(553);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static SmtpFailure failure(Future<?> sent) throws Exception {
    try {
      sent.get(20, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      return SmtpFailure.in(e);
    }
    throw new AssertionError("it was sent");
  }

  private static void awaitOrFail(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody came");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** So many mails by so many threads; the time in milliseconds. */
  private long sendAll(int senders, int mails) throws Exception {
    AtomicInteger left = new AtomicInteger(mails);
    long begin = System.nanoTime();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      all.add(
          threads.submit(
              () -> {
                while (left.getAndDecrement() > 0) {
                  send();
                }
              }));
    }
    for (Future<?> one : all) {
      one.get(60, TimeUnit.SECONDS);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  private void send() {
    try {
      sender.send(Outgoing.mail());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void start(Duration delay, Mood mood, int connections, String... extensions) {
    start(delay, mood, connections, new SmtpProfile(), extensions);
  }

  private void start(
      Duration delay, Mood mood, int connections, SmtpProfile profile, String... extensions) {
    server = new FarSmtpServer(delay, mood, extensions);
    profile.setUrl(server.url());
    profile.setConnections(connections);
    sender = Outgoing.sender(profile);
  }
}

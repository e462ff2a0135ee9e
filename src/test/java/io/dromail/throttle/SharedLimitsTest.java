package io.dromail.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.dromail.mail.LimitReached;
import io.dromail.mail.LimitsLeft;
import io.dromail.mail.ProfileLimits;
import io.dromail.mail.RetryDelays;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SharedLimitsTest {

  private static final RetryDelays DELAYS =
      () -> Map.of("1s", Duration.ofSeconds(1), "5s", Duration.ofSeconds(5));
  private static final List<String> ADA = List.of("ada@example.org");
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final ProfileLimits THIRTY = limits(0, 30, 0);

  private final StateInMemory shared = new StateInMemory();
  private final Moments clock = new Moments();
  private final SharedLimits one = worker("one", clock);
  private final SharedLimits other = worker("other", clock);

  @Test
  void haveNoWorkWithAnUnlimitedProfile() throws Exception {
    ProfileLimits unlimited = limits(0, 0, 0);
    for (int i = 0; i < 100; i++) {
      one.take(unlimited, ADA, AT_ONCE);
    }

    assertThat(one.connections(unlimited, 20)).isEqualTo(20);
    assertThat(one.left(unlimited)).isEqualTo(LimitsLeft.UNLIMITED);
    assertThat(shared.changes()).isZero();
  }

  @Test
  void holdForAllWorkersTogether() throws Exception {
    one.take(THIRTY, ADA, AT_ONCE);

    LimitReached reached =
        catchThrowableOfType(LimitReached.class, () -> other.take(THIRTY, ADA, AT_ONCE));
    assertThat(reached).hasMessage("reached: 30 mails a minute of profile office");
    assertThat(reached.retryAfter()).hasSeconds(1);
    clock.pass(Duration.ofMillis(1_999));
    assertThatThrownBy(() -> other.take(THIRTY, ADA, AT_ONCE)).isInstanceOf(LimitReached.class);
    clock.pass(Duration.ofMillis(1));
    other.take(THIRTY, ADA, AT_ONCE);
  }

  @Test
  void askNobodyAboutMailsThatCannotGoNow() throws Exception {
    one.take(THIRTY, ADA, AT_ONCE);
    int changes = shared.changes();
    for (int i = 0; i < 1_000; i++) {
      assertThatThrownBy(() -> one.take(THIRTY, ADA, AT_ONCE)).isInstanceOf(LimitReached.class);
    }

    assertThat(shared.changes()).isEqualTo(changes);
    assertThat(one.held()).isEqualTo(1_000);
    assertThat(other.held()).isZero();
  }

  @Test
  void keepMailsWaitingUntilTheirTurnIfItComesSoon() throws Exception {
    SharedLimits real = worker("real", Clock.systemUTC());
    ProfileLimits quick = limits(0, 600, 0);
    long begin = System.nanoTime();
    for (int i = 0; i < 6; i++) {
      real.take(quick, ADA, Duration.ofSeconds(1));
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(499));
    assertThat(real.waits()).isBetween(1L, 5L);
    real.close();
  }

  @Test
  void shareAChangeAmongMailsThatComeMeanwhile() throws Exception {
    ProfileLedger ledger = new ProfileLedger("office", "one", shared, () -> 0);
    Demand demand = Demand.of(THIRTY, ADA);
    List<CompletableFuture<Turn>> mails = new ArrayList<>();
    synchronized (shared) {
      for (int i = 0; i < 20; i++) {
        mails.add(ledger.take(demand, Long.MAX_VALUE));
      }
    }
    CompletableFuture.allOf(mails.toArray(CompletableFuture[]::new)).get();

    assertThat(mails.stream().map(mail -> mail.join().at()))
        .doesNotHaveDuplicates()
        .contains(0L, 38_000_000L);
    assertThat(shared.changes()).isLessThanOrEqualTo(2);
    ledger.close();
  }

  @Test
  void keepTheQuotaOfTheDayThroughARestart() throws Exception {
    ProfileLimits quota = limits(0, 0, 2);
    one.take(quota, ADA, AT_ONCE);
    one.take(quota, ADA, AT_ONCE);
    one.close();

    SharedLimits restarted = worker("restarted", clock);
    assertThatThrownBy(() -> restarted.take(quota, ADA, AT_ONCE))
        .isInstanceOf(LimitReached.class)
        .hasMessage("reached: 2 recipients a day of profile office");
    assertThat(restarted.left(quota).recipientsToday()).isZero();
    clock.pass(Duration.ofHours(24));
    assertThatThrownBy(() -> restarted.take(quota, ADA, AT_ONCE)).isInstanceOf(LimitReached.class);
    clock.pass(Duration.ofMinutes(15));
    restarted.take(quota, ADA, AT_ONCE);
  }

  @Test
  void letNoBurstThroughWhenALimitChanges() throws Exception {
    ProfileLimits slow = limits(0, 6, 3);
    ProfileLimits quick = limits(0, 60, 4);
    one.take(slow, ADA, AT_ONCE);

    assertThatThrownBy(() -> one.take(quick, ADA, AT_ONCE)).isInstanceOf(LimitReached.class);
    clock.pass(Duration.ofSeconds(10));
    one.take(quick, ADA, AT_ONCE);
    assertThatThrownBy(() -> one.take(quick, ADA, AT_ONCE)).isInstanceOf(LimitReached.class);
    clock.pass(Duration.ofSeconds(1));
    one.take(quick, ADA, AT_ONCE);
    clock.pass(Duration.ofSeconds(10));

    assertThat(one.left(quick).recipientsToday()).isEqualTo(1);
    assertThat(one.left(slow).recipientsToday()).isZero();
    assertThatThrownBy(() -> one.take(slow, ADA, AT_ONCE))
        .hasMessage("reached: 3 recipients a day of profile office");
    one.take(quick, ADA, AT_ONCE);
    assertThatThrownBy(() -> one.take(quick, ADA, AT_ONCE))
        .hasMessage("reached: 4 recipients a day of profile office");
  }

  @Test
  void keepMailsForTheDelaysThatThereAreNow() throws Exception {
    Map<String, Duration> delays = new HashMap<>(Map.of("1s", Duration.ofSeconds(1)));
    SharedLimits limits = new SharedLimits(shared, () -> delays, "one", clock, () -> 0);
    ProfileLimits slow = limits(0, 1, 0);
    limits.take(slow, ADA, AT_ONCE);
    assertThat(wait(limits, slow)).isEqualTo(Duration.ofSeconds(1));

    delays.put("30s", Duration.ofSeconds(30));

    assertThat(wait(limits, slow)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void sayWhatIsLeftWithoutAskingAnybody() throws Exception {
    ProfileLimits limits = limits(0, 30, 50);
    one.take(limits, ADA, AT_ONCE);
    assertThatThrownBy(() -> one.take(limits, ADA, AT_ONCE)).isInstanceOf(LimitReached.class);
    int changes = shared.changes();

    LimitsLeft left = one.left(limits);

    assertThat(left.mailsThisMinute()).isEqualTo(29);
    assertThat(left.recipientsToday()).isEqualTo(49);
    assertThat(left.nextMailAt()).isEqualTo(clock.instant().plusSeconds(2));
    assertThat(left.held()).isEqualTo(1);
    assertThat(shared.changes()).isEqualTo(changes);
  }

  @Test
  void learnSoonWhatOthersHaveTaken() throws Exception {
    other.take(limits(0, 0, 50), ADA, AT_ONCE);

    await().until(() -> one.left(limits(0, 0, 50)).recipientsToday() == 49);
  }

  @Test
  void leaseConnectionsAndRenewThemSeldom() {
    ProfileLimits three = limits(3, 0, 0);

    assertThat(one.connections(three, 20)).isEqualTo(3);
    assertThat(other.connections(three, 1)).isZero();
    for (int i = 0; i < 100; i++) {
      assertThat(one.connections(three, 2)).isEqualTo(2);
    }
    assertThat(shared.changes()).isEqualTo(2);
    clock.pass(Duration.ofSeconds(21));
    assertThat(one.connections(three, 20)).as("the other one wants one").isEqualTo(2);
    clock.pass(Duration.ofSeconds(6));
    assertThat(other.connections(three, 1)).isEqualTo(1);
    one.close();
    assertThat(other.connections(three, 3)).isEqualTo(3);
  }

  @Test
  void keepLeasedConnectionsForAWhileWhenTheBrokerIsAway() {
    ProfileLimits three = limits(3, 0, 0);
    one.connections(three, 3);
    shared.goAway();

    clock.pass(Duration.ofSeconds(30));
    assertThat(one.connections(three, 3)).isEqualTo(3);
    clock.pass(Duration.ofSeconds(30));
    assertThat(one.connections(three, 3)).isZero();
  }

  @Test
  void leaveTheJobInItsQueueWhenTheBrokerCannotBeAsked() {
    shared.goAway();

    assertThatThrownBy(() -> one.take(THIRTY, ADA, AT_ONCE))
        .isInstanceOf(RejectedExecutionException.class)
        .hasRootCauseMessage("the broker is away");
  }

  @Test
  void letWaitingMailsGoBackToTheirQueuesWhenTheProcessStops() throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.start();
    one.setCamelContext(camel);
    one.take(THIRTY, ADA, AT_ONCE);
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> takeMany(one, THIRTY, 1));
    await().until(() -> one.waits() == 1);

    camel.stop();

    assertThat(waiting)
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableThat()
        .withCauseInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void letAnInterruptedMailGoBackToItsQueue() throws Exception {
    one.take(THIRTY, ADA, AT_ONCE);
    List<Throwable> thrown = new ArrayList<>();
    Thread mail = new Thread(() -> takeMany(one, THIRTY, 1));
    mail.setUncaughtExceptionHandler((thread, e) -> thrown.add(e));
    mail.start();
    await().until(() -> one.waits() == 1);

    mail.interrupt();
    mail.join();

    assertThat(thrown).singleElement().isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void giveConnectionsBackWhenTheProcessStops() throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext();
    one.setCamelContext(camel);
    camel.start();
    assertThat(one.connections(limits(3, 0, 0), 3)).isEqualTo(3);

    camel.stop();

    assertThat(other.connections(limits(3, 0, 0), 3)).isEqualTo(3);
  }

  private static Duration wait(SharedLimits limits, ProfileLimits of) {
    return catchThrowableOfType(LimitReached.class, () -> limits.take(of, ADA, AT_ONCE))
        .retryAfter();
  }

  private SharedLimits worker(String name, Clock time) {
    return new SharedLimits(shared, DELAYS, name, time, () -> 0);
  }

  private static void takeMany(SharedLimits limits, ProfileLimits of, int times) {
    IntStream.range(0, times)
        .forEach(
            i -> {
              try {
                limits.take(of, ADA, Duration.ofSeconds(5));
              } catch (LimitReached e) {
                throw new AssertionError(e);
              }
            });
  }

  private static ProfileLimits limits(int connections, int mailsPerMinute, int recipientsPerDay) {
    return new ProfileLimits("office", connections, mailsPerMinute, recipientsPerDay, 0, Map.of());
  }
}

package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromail.mail.ProfilePaused;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitTest {

  private final AtomicLong now = new AtomicLong(-5);
  private final Circuit circuit = new Circuit(now::get);

  @Test
  void opensAfterThreeFailuresRunning() throws Exception {
    assertThat(circuit.failure(false, "refused")).isFalse();
    assertThat(circuit.state()).isEqualTo("failing");
    assertThat(circuit.failure(false, "refused")).isFalse();
    assertThat(circuit.enter()).as("as a probe").isFalse();
    assertThat(circuit.failure(false, "refused")).isTrue();

    assertThat(circuit.state()).isEqualTo("open");
    assertThatThrownBy(circuit::enter)
        .isInstanceOfSatisfying(
            ProfilePaused.class,
            out -> assertThat(out.remaining()).isEqualTo(Duration.ofSeconds(2)))
        .hasMessageContaining("refused");
  }

  @Test
  void startsAnewAfterASuccess() throws Exception {
    fail(2);
    circuit.success();
    fail(2);

    assertThatCode(circuit::enter).doesNotThrowAnyException();
    assertThat(circuit.cause()).isEqualTo("refused");
    circuit.success();
    assertThat(circuit.cause()).isNull();
  }

  @Test
  void letsOneMailProbeWhenTheTimeIsOver() throws Exception {
    fail(3);
    pass(2);

    assertThat(circuit.state()).isEqualTo("half-open");
    circuit.enter();
    assertThatThrownBy(circuit::enter).isInstanceOf(ProfilePaused.class);

    circuit.success();
    assertThat(circuit.state()).isEqualTo("closed");
    assertThatCode(circuit::enter).doesNotThrowAnyException();
  }

  @Test
  void isOpenTwiceAsLongAfterAProbeThatFailed() throws Exception {
    fail(3);
    pass(2);
    assertThat(circuit.enter()).as("as a probe").isTrue();
    assertThat(circuit.failure(true, "refused")).as("it was open before").isFalse();

    pass(3);
    assertThatThrownBy(circuit::check).isInstanceOf(ProfilePaused.class);
    pass(1);
    assertThatCode(circuit::check).doesNotThrowAnyException();
  }

  @Test
  void letsAnotherProbeInWhenTheFirstLeaves() throws Exception {
    fail(3);
    pass(2);
    circuit.enter();
    circuit.leave(true);

    assertThatCode(circuit::enter).doesNotThrowAnyException();
  }

  @Test
  void isOpenForTwoSecondsHoweverManyMailsMeetTheOutageAtOnce() throws Exception {
    fail(20);

    pass(2);
    assertThat(circuit.enter()).as("as a probe").isTrue();
    assertThat(circuit.failure(false, "timed out")).as("one that's late").isFalse();
    circuit.leave(false);
    assertThatThrownBy(circuit::enter).as("beside the probe").isInstanceOf(ProfilePaused.class);
    circuit.success();
    assertThat(circuit.state()).isEqualTo("closed");
  }

  @Test
  void isNeverOpenForLongerThanTwoMinutes() throws Exception {
    fail(3);
    for (int i = 0; i < 10; i++) {
      pass(120);
      circuit.enter();
      circuit.failure(true, "refused");
    }

    pass(120);
    assertThatCode(circuit::check).doesNotThrowAnyException();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      circuit.failure(false, "refused");
    }
  }

  private void pass(int seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}

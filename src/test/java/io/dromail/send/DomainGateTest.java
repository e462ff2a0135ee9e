package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromail.mail.LimitReached;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DomainGateTest {

  @Test
  void countsNothingWithoutALimitAndASlowDomain() throws Exception {
    DomainGate gate = new DomainGate(20, 0);

    assertThat(gate.enter(List.of("example.org"))).isEmpty();
  }

  @Test
  void letsAsManyInAsTheLimitSays() throws Exception {
    DomainGate gate = new DomainGate(20, 2);
    gate.enter(List.of("example.org"));
    List<String> second = gate.enter(List.of("example.org"));

    assertThatThrownBy(() -> gate.enter(List.of("example.org")))
        .isInstanceOfSatisfying(LimitReached.class, e -> assertThat(e.retryAfter()).isPositive())
        .hasMessageContaining("example.org");
    assertThat(gate.enter(List.of("example.net"))).containsExactly("example.net");

    gate.leave(second);
    assertThat(gate.enter(List.of("example.org"))).containsExactly("example.org");
  }

  @Test
  void takesAllDomainsOfAMailOrNone() throws Exception {
    DomainGate gate = new DomainGate(20, 1);
    List<String> org = gate.enter(List.of("example.org"));

    assertThatThrownBy(() -> gate.enter(List.of("example.net", "example.org")))
        .isInstanceOf(LimitReached.class);

    assertThat(gate.enter(List.of("example.net"))).hasSize(1);
    gate.leave(org);
    assertThat(gate.enter(List.of("example.org"))).hasSize(1);
  }

  @Test
  void letsASlowDomainHaveATenthAndNoOtherDomainWait() throws Exception {
    DomainGate gate = new DomainGate(20, 0);
    gate.slow("slow.example", Duration.ofMinutes(10));

    gate.enter(List.of("slow.example"));
    gate.enter(List.of("slow.example"));
    assertThatThrownBy(() -> gate.enter(List.of("slow.example"))).isInstanceOf(LimitReached.class);
    for (int i = 0; i < 20; i++) {
      gate.enter(List.of("example.org"));
    }

    assertThat(gate.slow()).containsExactly("slow.example");
  }

  @Test
  void forgetsADomainThatHasRecovered() throws Exception {
    DomainGate gate = new DomainGate(20, 0);
    gate.slow("slow.example", Duration.ofMillis(50));

    await().until(() -> gate.slow().isEmpty());

    assertThat(gate.enter(List.of("slow.example"))).isEmpty();
  }
}

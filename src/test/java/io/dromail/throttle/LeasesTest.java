package io.dromail.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeasesTest {

  private static final long SECOND = 1_000_000;
  private static final long NOW = 1_000 * SECOND;

  private final Leases leases = new Leases();

  @Test
  void leaseToOneWorkerAllThatItWants() {
    assertThat(leases.lease("a", 20, 50, NOW)).isEqualTo(20);
    assertThat(leases.lease("a", 20, 5, NOW)).isEqualTo(5);
    assertThat(leases.lease("b", 20, 5, NOW + 6 * SECOND)).isEqualTo(5);
  }

  @Test
  void shareWhenSeveralWantMoreThanThereIs() {
    leases.lease("a", 20, 50, NOW);

    assertThat(leases.lease("b", 20, 50, NOW)).as("as long as the other has them").isZero();
    assertThat(leases.lease("a", 20, 50, NOW + SECOND)).isEqualTo(10);
    assertThat(leases.lease("b", 20, 50, NOW + 2 * SECOND)).as("the other closes them").isZero();
    assertThat(leases.lease("b", 20, 50, NOW + 7 * SECOND)).isEqualTo(10);
  }

  @Test
  void giveTheModestWhatItWantsAndTheRestToTheOthers() {
    leases.lease("a", 20, 2, NOW);
    leases.lease("b", 20, 50, NOW);
    leases.lease("c", 20, 50, NOW);
    leases.lease("b", 20, 50, NOW + 10 * SECOND);

    assertThat(leases.lease("c", 20, 50, NOW + 20 * SECOND)).isEqualTo(9);
    assertThat(leases.lease("b", 20, 50, NOW + 30 * SECOND)).isEqualTo(9);
    assertThat(leases.lease("a", 20, 2, NOW + 40 * SECOND)).isEqualTo(2);
  }

  @Test
  void comeBackWhenTheyAreGivenBackOrNotRenewedForAMinute() {
    leases.lease("a", 3, 3, NOW);
    leases.prune(NOW + 60 * SECOND);
    assertThat(leases.lease("b", 3, 3, NOW + 60 * SECOND)).isZero();

    leases.prune(NOW + 61 * SECOND);
    assertThat(leases.lease("b", 3, 3, NOW + 61 * SECOND)).isEqualTo(3);

    leases.lease("b", 3, 0, NOW + 62 * SECOND);
    assertThat(leases.lease("a", 3, 3, NOW + 62 * SECOND)).isEqualTo(3);
  }

  @Test
  void mergeToWhatEachWorkerSaidLast() {
    Leases other = new Leases();
    leases.lease("a", 3, 3, NOW);
    other.lease("a", 3, 0, NOW + SECOND);

    assertThat(Leases.merge(leases, other).lease("b", 3, 3, NOW + SECOND)).isEqualTo(3);
    assertThat(Leases.merge(other, leases).lease("b", 3, 3, NOW + SECOND)).isEqualTo(3);
  }
}

package io.dromail.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.drill.DrillPlan.BrokerChoice;
import io.dromail.drill.DrillPlan.JournalChoice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrillPlanTest {

  @Test
  void sharesRoundsOutAmongAllKinds() {
    Map<RoundKind, Integer> mixed =
        DrillPlan.mixed(110, BrokerChoice.RABBITMQ, JournalChoice.POSTGRESQL);

    assertThat(mixed.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(110);
    assertThat(mixed.get(RoundKind.KILL)).isEqualTo(50);
    assertThat(mixed.get(RoundKind.BROKER_STOP) + mixed.get(RoundKind.BROKER_KILL)).isEqualTo(20);
    assertThat(mixed).hasSize(RoundKind.values().length);
  }

  @Test
  void playsNoOutageOfWhatIsNotThere() {
    assertThat(DrillPlan.mixed(20, BrokerChoice.EMBEDDED, JournalChoice.H2))
        .doesNotContainKeys(RoundKind.BROKER_STOP, RoundKind.BROKER_KILL, RoundKind.DATABASE)
        .containsKeys(RoundKind.KILL, RoundKind.STOP);
  }

  @Test
  void ordersRoundsByTheSeed() {
    assertThat(plan(1).inOrder()).isEqualTo(plan(1).inOrder()).isNotEqualTo(plan(2).inOrder());
  }

  private static DrillPlan plan(long seed) {
    return new DrillPlan(
        DrillPlan.mixed(50, BrokerChoice.RABBITMQ, JournalChoice.POSTGRESQL),
        1,
        seed,
        BrokerChoice.RABBITMQ,
        JournalChoice.POSTGRESQL,
        List.of());
  }
}

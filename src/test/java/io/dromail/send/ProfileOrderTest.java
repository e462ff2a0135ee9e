package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileOrderTest {

  @Test
  void isOneProfileMostly() {
    assertThat(ProfileOrder.of("default", "").shuffled(bound -> 0)).containsExactly("default");
  }

  @Test
  void choosesByWeight() {
    ProfileOrder order = ProfileOrder.of("office 90, canary 10", "");
    Random random = new Random(4);

    Map<String, Long> first =
        IntStream.range(0, 10_000)
            .mapToObj(i -> order.shuffled(random::nextInt).get(0))
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));

    assertThat(first.get("canary")).isBetween(900L, 1_100L);
  }

  @Test
  void goesOnToTheOtherWeightsAndThenToTheFailover() {
    ProfileOrder order = ProfileOrder.of("a 1, b 1", "c, d, a");

    assertThat(order.shuffled(bound -> bound - 1)).containsExactly("b", "a", "c", "d");
    assertThat(order.shuffled(bound -> 0)).containsExactly("a", "b", "c", "d");
    assertThat(order.names()).containsExactly("a", "b", "c", "d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a 0", "a -1", "a b c", "a 90%", " , "})
  void refusesWhatIsNoListOfWeights(String profiles) {
    assertThatThrownBy(() -> ProfileOrder.of(profiles, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(".");
  }
}

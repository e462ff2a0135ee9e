package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmingEndpointTest {

  private final ConfirmingEndpoint endpoint =
      new ConfirmingEndpoint("spring-rabbitmq:default", null, "default", 1);

  @Test
  void saysThatAConsumerNeedsQueues() {
    assertThatThrownBy(() -> endpoint.createConsumer(exchange -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a route that takes from spring-rabbitmq:default needs queues");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void takesNothingForNoQueue(String queues) {
    endpoint.setQueues(queues);

    assertThatThrownBy(() -> endpoint.createConsumer(exchange -> {}))
        .hasMessageEndingWith("needs queues");
  }
}

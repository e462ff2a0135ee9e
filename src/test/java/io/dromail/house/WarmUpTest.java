package io.dromail.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.BrokerKind;
import io.dromail.warmup.WarmUp;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a start does before there are mails: none of it is seen by anybody. */
class WarmUpTest {

  private static final int TURNS = 30;

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    @Override
    Map<String, String> settings() {
      return Map.of(
          "dromail.warm-up.mails", String.valueOf(TURNS), "dromail.api.keys", "shop:sesame-123");
    }

    @Test
    void leadsMailsThroughAndNothingComesOfThem() throws Exception {
      CamelContext camel = house.camel();
      WarmUp warmUp = CamelContextHelper.findSingleByType(camel, WarmUp.class);
      Awaitility.await().atMost(SOON).until(() -> warmUp.made() > TURNS / 2);

      assertThat(house.gateway().health("/metrics").body())
          .contains("dromail_smtp_connections")
          .doesNotContainPattern("dromail_(mails|smtp)_\\w+_total\\{[^}]*} [1-9]");
      assertThat(house.smtp().mails()).isEmpty();
    }
  }
}

package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.Stage;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Connections to the provider are used again, and dead ones harm no mail: no second attempt is
 * allowed here.
 */
class ConnectionsTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    @Override
    Map<String, String> settings() {
      // Two hundred at once, beside other tests, may wait for their confirms.
      return Map.of("dromail.smtp.connections", "5", "dromail.broker.confirm-timeout-ms", "30000");
    }

    @Test
    void sendsManyMailsOverFewConnections() {
      IntStream.range(0, 200)
          .forEach(i -> house.gateway().postAsync(mailTo("r" + i + "@example.org")));

      house.smtp().awaitMails(200, SOON);
      assertThat(house.smtp().connections()).isLessThanOrEqualTo(5);
      assertThat(house.queues().takeDeadLetters()).isEmpty();
    }

    @Test
    void sendsOverNewConnectionWhenServerHasClosedIdleOne() {
      house.deliver(mail(""));
      house.smtp().dropConnections();

      house.deliver(mail(""));

      assertThat(house.queues().takeDeadLetters()).isEmpty();
    }

    @Test
    void sendsAfterServerHasRestarted() {
      house.deliver(mail(""));
      house.smtp().crash();
      house.smtp().listenAgain();

      house.deliver(mail(""));

      assertThat(house.queues().takeDeadLetters()).isEmpty();
    }

    @Test
    void keepsConnectionAfterRefusal() {
      house.deliver(mail(""));
      int before = house.smtp().connections();
      house.smtp().at(Stage.RCPT).when("bad@").always().reply(550, "5.1.1 no");
      house.gateway().post(mailTo("bad@example.org"));
      house.awaitDeadLetters(1);

      house.deliver(mail(""));

      assertThat(house.smtp().connections()).isEqualTo(before);
      assertThat(house.smtp().mails()).hasSize(2);
    }
  }
}

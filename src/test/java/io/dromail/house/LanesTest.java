package io.dromail.house;

import static io.dromail.house.Requests.batch;
import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.Stage;
import io.dromail.testing.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A flood in one lane does not hold up the other. */
class LanesTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    private static final int FLOOD = 500;

    @Test
    void sendsTransactionalMailsDuringFloodInBulk() {
      house.smtp().at(Stage.END_OF_DATA).always().hang();
      for (int i = 0; i < FLOOD; i += 100) {
        assertThat(house.gateway().postBatch(bulk()).status()).isEqualTo(202);
      }
      List<Duration> waits = new ArrayList<>();
      try (Ticker slow = Ticker.every(100, house.smtp()::release)) {
        for (int i = 0; i < 20; i++) {
          waits.add(timeToArrive(mailTo("t" + i + "@example.org")));
        }
        assertThat(house.smtp().mails().size()).as("the flood isn't over").isLessThan(FLOOD);
      }
      waits.sort(null);
      assertThat(waits.get(18)).as("95 % of " + waits).isLessThan(Duration.ofSeconds(1));
      try (Ticker fast = Ticker.every(5, house.smtp()::release)) {
        house.smtp().awaitMails(FLOOD + 20, SOON);
      }
      assertThat(house.smtp().messageIds()).hasSize(FLOOD + 20);
    }

    private Duration timeToArrive(ObjectNode mail) {
      long begin = System.nanoTime();
      HttpAnswer answer = house.gateway().post(mail);
      house.awaitMail(answer.text("message_id"));
      return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static Object bulk() {
      return batch(
          IntStream.range(0, 100)
              .mapToObj(i -> mail("'stream': 'bulk'"))
              .toArray(ObjectNode[]::new));
    }
  }
}

package io.dromail.house;

import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.RealPrometheus;
import io.dromail.testing.RunningHouse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Prometheus with the shipped rules looks at a gateway whose SMTP server stops. */
@Timeout(120)
class PrometheusTest {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String ALERT = "DromailCircuitOpen";

  private static RunningHouse house;
  private static RealPrometheus prometheus;

  @BeforeAll
  static void start() {
    assumeThat(RealPrometheus.isThere()).isTrue();
    house = RunningHouse.start(BrokerKind.EMBEDDED, Map.of());
    prometheus = RealPrometheus.scraping(house.gateway().managementPort());
  }

  @AfterAll
  static void stop() {
    if (house != null) {
      prometheus.close();
      house.close();
    }
  }

  @Test
  void tellsThatAServerIsDownAndThatItIsBack() {
    house.deliver(mailTo("before@example.org"));
    await("what was sent")
        .atMost(SOON)
        .until(() -> prometheus.value("sum(dromail_mails_sent_total)") == 1);
    assertThat(prometheus.firing()).doesNotContain(ALERT);

    house.smtp().crash();
    IntStream.range(0, 5).forEach(i -> house.gateway().post(mailTo("r" + i + "@example.org")));

    await("the alert").atMost(SOON).until(() -> prometheus.firing().contains(ALERT));

    house.smtp().listenAgain();
    house.smtp().awaitMails(6, SOON);

    await("its end").atMost(SOON).until(() -> !prometheus.firing().contains(ALERT));
    await("what was sent since")
        .atMost(SOON)
        .until(() -> prometheus.value("sum(dromail_mails_sent_total)") == 6);
    assertThat(prometheus.value("sum(dromail_smtp_attempts_total{reply=\"none\"})"))
        .isGreaterThanOrEqualTo(3);
  }
}

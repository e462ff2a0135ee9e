package io.dromail.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class LaneWaitTest {
  private final SimpleMeterRegistry registry =
      new SimpleMeterRegistry(SimpleConfig.DEFAULT, new MockClock());

  private final LaneWait laneWait = new LaneWait(registry);

  @Test
  void takesTheTimeBetweenItsTwoCalls() {
    long begin = System.nanoTime();
    Exchange mail = mailOf("bulk");
    laneWait.process(mail);
    assertThat(registry.find("dromail.lane.wait").timer()).isNull();

    laneWait.process(mail);

    Timer timer = registry.get("dromail.lane.wait").tag("lane", "bulk").timer();
    assertThat(timer.count()).isEqualTo(1);
    assertThat(timer.totalTime(TimeUnit.NANOSECONDS))
        .isBetween(1.0, (double) (System.nanoTime() - begin));
  }

  @Test
  void beginsAnewForTheNextAttempt() {
    Exchange mail = mailOf("bulk");
    for (int i = 0; i < 4; i++) {
      laneWait.process(mail);
    }
    laneWait.process(mailOf("bulk"));

    assertThat(registry.get("dromail.lane.wait").timer().count()).isEqualTo(2);
  }

  private static Exchange mailOf(String lane) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setVariable("lane", lane);
    return exchange;
  }
}

package io.dromail.throttle;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Takes the time that a lane's own rate holds a mail back: called before and after the step that
 * holds it. Camel's timer steps would take a fifth of a mail's time, looking for a converter of
 * their {@code action} for each. Thread-safe.
 */
public final class LaneWait implements Processor {

  private static final String BEGIN = "dromail.laneWait";

  private final MeterRegistry registry;
  private final Map<String, Timer> lanes = new ConcurrentHashMap<>();

  /** In a registry. */
  public LaneWait(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void process(Exchange exchange) {
    Long begin = (Long) exchange.removeProperty(BEGIN);
    if (begin == null) {
      exchange.setProperty(BEGIN, System.nanoTime());
    } else {
      lanes
          .computeIfAbsent(exchange.getVariable("lane", String.class), this::timer)
          .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }
  }

  private Timer timer(String lane) {
    return Timer.builder("dromail.lane.wait")
        .description("What the rate of a lane let its mails wait")
        .tag("lane", lane)
        .register(registry);
  }
}

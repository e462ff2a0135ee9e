package io.dromail.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Counts the mails that the broker has confirmed, by the variable {@code lane}. Camel's own counter
 * looks its meter up for each mail. Thread-safe.
 */
public final class AcceptedMails implements Processor {

  private final MeterRegistry registry;
  private final Map<String, Counter> lanes = new ConcurrentHashMap<>();

  /** In a registry. */
  public AcceptedMails(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void process(Exchange exchange) {
    lanes.computeIfAbsent(exchange.getVariable("lane", String.class), this::counter).increment();
  }

  private Counter counter(String lane) {
    return Counter.builder("dromail.mails.accepted")
        .description("Mails that a door accepted, confirmed by the broker")
        .tag("lane", lane)
        .register(registry);
  }
}

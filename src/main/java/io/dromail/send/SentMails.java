package io.dromail.send;

import io.dromail.mail.Envelope;
import io.dromail.mail.OutgoingMail;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Counts the mails that a server took, and how long they needed since acceptance. Thread-safe. */
public final class SentMails implements Processor {

  private static final Duration[] BUCKETS = {
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofSeconds(60),
    Duration.ofMinutes(5),
    Duration.ofMinutes(30),
    Duration.ofHours(1),
    Duration.ofHours(6),
    Duration.ofDays(1)
  };

  private final MeterRegistry registry;
  private final Map<Way, Meters> ways = new ConcurrentHashMap<>();

  /** In a registry. */
  public SentMails(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void process(Exchange exchange) {
    count(
        exchange.getVariable("envelope", Envelope.class),
        exchange.getMessage().getBody(OutgoingMail.class));
  }

  void count(Envelope envelope, OutgoingMail mail) {
    Meters meters = ways.computeIfAbsent(new Way(envelope.lane(), mail.profile()), this::meters);
    meters.sent.increment();
    meters.latency.record(Duration.between(envelope.acceptedAt(), Instant.now()));
  }

  private Meters meters(Way way) {
    return new Meters(
        Counter.builder("dromail.mails.sent")
            .description("Mails that a server took for all who were still to have them")
            .tags("lane", way.lane, "profile", way.profile)
            .register(registry),
        Timer.builder("dromail.mails.latency")
            .description("From acceptance until a server took the mail")
            .tag("lane", way.lane)
            .serviceLevelObjectives(BUCKETS)
            .register(registry));
  }

  private record Way(String lane, String profile) {}

  private record Meters(Counter sent, Timer latency) {}
}

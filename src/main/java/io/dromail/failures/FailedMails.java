package io.dromail.failures;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Counts the mails that failed for good, and those of which nobody knows whether a server has them:
 * a mail once for each attempt that ended so, whatever its recipients' number and the lane's policy
 * for the unknown. Called when the outcomes of an attempt, in the variable {@code outcomes}, are
 * confirmed. Thread-safe.
 */
public final class FailedMails implements Processor {

  private final MeterRegistry registry;
  private final FailureClassifier classifier;

  /** In a registry, with the one who says what a failure means. */
  public FailedMails(MeterRegistry registry, FailureClassifier classifier) {
    this.registry = registry;
    this.classifier = classifier;
  }

  @Override
  public void process(Exchange exchange) {
    List<?> outcomes = exchange.getVariable("outcomes", List.class);
    Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    String lane = exchange.getVariable("lane", String.class);
    List<Outcome> all = outcomes.stream().map(Outcome.class::cast).toList();
    String profile = all.get(0).profile();
    if (all.stream().anyMatch(Outcome::isFailure)) {
      counter("failed", "Mails that some recipient won't get, for good", lane, profile).increment();
    }
    if (classifier.classify(thrown) == FailureKind.UNKNOWN) {
      counter("unknown", "Mails that a server may have or not", lane, profile).increment();
    }
  }

  private Counter counter(String name, String description, String lane, String profile) {
    return Counter.builder("dromail.mails." + name)
        .description(description)
        .tags("lane", lane, "profile", profile)
        .register(registry);
  }
}

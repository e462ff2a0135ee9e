package io.dromail.live;

import io.dromail.mail.AddressMask;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/**
 * What is in force, and what became of the newest edit: for the health page and the metrics. One
 * thread tells it; any thread may ask.
 */
final class EditState {

  /** So many findings are shown; who wants more runs the check. */
  static final int SHOWN = 20;

  private Counter applied;
  private Counter refused;
  private volatile Running running;
  private volatile Rejected rejected;

  /** A gateway has started with a set; nothing else is asked before. */
  void begin(RouteSet set, CamelContext context, Supplier<Number> draining) {
    MeterRegistry meters = context.getRegistry().findByType(MeterRegistry.class).iterator().next();
    applied =
        Counter.builder("dromail.edits")
            .description("Edits of routes, templates and settings on the running system")
            .tag("result", "applied")
            .register(meters);
    refused = Counter.builder("dromail.edits").tag("result", "refused").register(meters);
    Gauge.builder("dromail.routes.draining", draining)
        .description("Routes that were replaced and still finish what they had in work")
        .register(meters);
    Gauge.builder("dromail.edits.rejected", () -> rejected == null ? 0 : 1)
        .description("1 while the newest edit is one that was refused")
        .register(meters);
    running = Running.now(set);
  }

  void applied(RouteSet set) {
    running = Running.now(set);
    rejected = null;
    applied.increment();
  }

  void refused(String digest, List<Finding> findings) {
    rejected =
        new Rejected(
            digest,
            now(),
            findings.stream()
                .limit(SHOWN)
                .map(Finding::toString)
                .map(AddressMask.PLAIN::mask)
                .toList());
    refused.increment();
  }

  /** The files are again what is in force. */
  void takenBack() {
    rejected = null;
  }

  boolean hasSeenAnEdit() {
    return applied.count() + refused.count() > 0;
  }

  /** For the health page; empty before the start. */
  Map<String, Object> details(int routes, int draining) {
    Map<String, Object> details = new LinkedHashMap<>();
    Running force = running;
    if (force == null) {
      return details;
    }
    details.put("digest", force.digest());
    details.put("since", force.since().toString());
    details.put("files", force.files());
    details.put("routes", routes);
    details.put("applied", (long) applied.count());
    details.put("refused", (long) refused.count());
    details.put("draining", draining);
    Rejected last = rejected;
    if (last != null) {
      details.put("state", "rejected edit");
      details.put("rejected", last.findings());
      details.put("rejected_at", last.at().toString());
      details.put("rejected_digest", last.digest());
    }
    return details;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private record Running(String digest, int files, Instant since) {
    static Running now(RouteSet set) {
      return new Running(set.digest(), set.files().size(), EditState.now());
    }
  }

  private record Rejected(String digest, Instant at, List<String> findings) {}
}

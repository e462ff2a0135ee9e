package io.dromail.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.dromail.mail.Checked;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverviewTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Overview overview = new Overview(meters);

  @BeforeEach
  void wire() {
    overview.setCamelContext(context);
  }

  @Test
  void tellsHowEachComponentStands() {
    context.getRegistry().bind("one", new Component("journal", false, false));
    context.getRegistry().bind("other", new Component("broker", true, true));
    context.getRegistry().bind("unchecked", "nobody asks this one");

    assertThat(components())
        .containsExactly(
            entry(
                "broker", Map.of("status", "UP", "vital", true, "details", Map.of("of", "broker"))),
            entry(
                "journal",
                Map.of("status", "DOWN", "vital", false, "details", Map.of("of", "journal"))));
  }

  @Test
  void tellsEachKindOfFigureInItsOwnWords() {
    meters.counter("dromail.mails.sent", "lane", "bulk", "profile", "ses").increment(2);
    meters.timer("dromail.mails.latency", "lane", "bulk").record(Duration.ofMillis(1_500));
    meters.summary("dromail.mails.bytes").record(70);
    meters.gauge("dromail.queue.depth", 7);

    assertThat(figures())
        .containsExactlyInAnyOrder(
            Map.of(
                "name",
                "dromail.mails.sent",
                "labels",
                Map.of("lane", "bulk", "profile", "ses"),
                "count",
                2.0),
            Map.of(
                "name",
                "dromail.mails.latency",
                "labels",
                Map.of("lane", "bulk"),
                "count",
                1.0,
                "total",
                1.5),
            Map.of("name", "dromail.mails.bytes", "labels", Map.of(), "count", 1.0, "total", 70.0),
            Map.of("name", "dromail.queue.depth", "labels", Map.of(), "value", 7.0));
  }

  @Test
  void leavesOutWhatOthersCount() {
    meters.counter("camel.exchanges.total").increment();
    meters.counter("dromails").increment();

    assertThat(figures()).isEmpty();
  }

  @Test
  void leavesOutAValueThatIsNotKnown() {
    meters.gauge("dromail.queue.depth", Double.NaN);
    meters.gauge("dromail.queue.age", Double.POSITIVE_INFINITY);

    assertThat(figures()).hasSize(2).allSatisfy(figure -> assertThat(figure).hasSize(2));
  }

  @Test
  void looksAnewEachTime() {
    AtomicReference<Double> depth = new AtomicReference<>(1.0);
    meters.gauge("dromail.queue.depth", depth, AtomicReference::get);
    Instant before = Instant.parse((String) overview.now().get("at"));
    assertThat(components()).isEmpty();
    assertThat(figures().get(0)).containsEntry("value", 1.0);

    context.getRegistry().bind("late", new Component("sandbox", true, false));
    depth.set(2.0);

    assertThat(components()).containsOnlyKeys("sandbox");
    assertThat(figures().get(0)).containsEntry("value", 2.0);
    assertThat(Instant.parse((String) overview.now().get("at"))).isAfterOrEqualTo(before);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> components() {
    return (Map<String, Object>) overview.now().get("components");
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> figures() {
    return (List<Map<String, Object>>) overview.now().get("figures");
  }

  private record Component(String component, boolean isUp, boolean isVital) implements Checked {
    @Override
    public Map<String, Object> details() {
      return Map.of("of", component);
    }
  }
}

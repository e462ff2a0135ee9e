package io.dromail.console;

import io.dromail.mail.Checked;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;

/**
 * How the process stands, in one answer: the components of the health page and the figures that
 * Dromail counts. Asks nobody: it tells what is known. Thread-safe; called by the route {@code
 * overview}.
 */
public final class Overview implements CamelContextAware {

  private static final String OURS = "dromail.";
  private static final Set<Statistic> SHOWN =
      Set.of(Statistic.COUNT, Statistic.VALUE, Statistic.TOTAL_TIME, Statistic.TOTAL);

  private final MeterRegistry meters;
  private CamelContext context;

  /** With the registry that the routes count in. */
  public Overview(MeterRegistry meters) {
    this.meters = meters;
  }

  /** The contract's {@code Overview}. */
  public Map<String, Object> now() {
    Map<String, Object> overview = new LinkedHashMap<>();
    overview.put("at", Instant.now().toString());
    overview.put("components", components());
    overview.put("figures", figures());
    return overview;
  }

  private Map<String, Object> components() {
    Map<String, Object> components = new TreeMap<>();
    for (Checked checked : context.getRegistry().findByType(Checked.class)) {
      Map<String, Object> component = new LinkedHashMap<>();
      component.put("status", checked.isUp() ? "UP" : "DOWN");
      component.put("vital", checked.isVital());
      component.put("details", checked.details());
      components.put(checked.component(), component);
    }
    return components;
  }

  private List<Map<String, Object>> figures() {
    return meters.getMeters().stream()
        .filter(meter -> meter.getId().getName().startsWith(OURS))
        .map(Overview::figure)
        .toList();
  }

  private static Map<String, Object> figure(Meter meter) {
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("name", meter.getId().getName());
    figure.put(
        "labels",
        meter.getId().getTags().stream().collect(Collectors.toMap(Tag::getKey, Tag::getValue)));
    StreamSupport.stream(meter.measure().spliterator(), false)
        .filter(measured -> SHOWN.contains(measured.getStatistic()))
        .filter(measured -> Double.isFinite(measured.getValue()))
        .forEach(measured -> figure.put(name(measured), measured.getValue()));
    return figure;
  }

  /** A gauge has a value, a counter a count, a timer a count and a total of seconds. */
  private static String name(Measurement measured) {
    return switch (measured.getStatistic()) {
      case COUNT -> "count";
      case VALUE -> "value";
      default -> "total";
    };
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    context = camelContext;
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }
}

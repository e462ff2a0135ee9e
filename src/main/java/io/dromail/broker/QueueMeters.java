package io.dromail.broker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Shows the figures of the queues that there are as metrics. Used by one thread. */
final class QueueMeters {

  static final String RETRY = Declarations.RETRY + ".";

  private final Function<String, QueueFigure> figures;
  private final MultiGauge waiting;
  private final MultiGauge held;
  private final MultiGauge age;
  private final MultiGauge retry;

  /**
   * In a registry.
   *
   * @param figures how a queue stands now, or null if that isn't known
   */
  QueueMeters(MeterRegistry registry, Function<String, QueueFigure> figures) {
    this.figures = figures;
    waiting =
        MultiGauge.builder("dromail.queue.mails")
            .description("Mails that wait in the broker")
            .register(registry);
    held =
        MultiGauge.builder("dromail.queue.held")
            .description("Mails that this process has from the queue, waiting or in work")
            .register(registry);
    age =
        MultiGauge.builder("dromail.queue.age")
            .description("For how long the oldest mail of the queue has been waiting")
            .baseUnit("seconds")
            .register(registry);
    retry =
        MultiGauge.builder("dromail.retry.mails")
            .description("Mails that wait for another attempt")
            .register(registry);
  }

  void show(Collection<String> queues) {
    Predicate<String> waits = queue -> queue.startsWith(RETRY);
    List<String> work = queues.stream().filter(waits.negate()).toList();
    List<String> retries = queues.stream().filter(waits).toList();
    waiting.register(rows(work, "queue", 0, QueueFigure::waiting));
    held.register(rows(work, "queue", 0, QueueFigure::held));
    age.register(rows(work, "queue", 0, QueueMeters::seconds));
    retry.register(rows(retries, "delay", RETRY.length(), QueueFigure::waiting));
  }

  private Iterable<Row<?>> rows(
      List<String> queues, String tag, int from, ToDoubleFunction<QueueFigure> value) {
    return queues.stream()
        .<Row<?>>map(
            queue ->
                Row.of(
                    Tags.of(tag, queue.substring(from)), this, meters -> meters.of(queue, value)))
        .toList();
  }

  private double of(String queue, ToDoubleFunction<QueueFigure> value) {
    QueueFigure figure = figures.apply(queue);
    return figure == null ? Double.NaN : value.applyAsDouble(figure);
  }

  private static double seconds(QueueFigure figure) {
    return figure.oldestSeconds() == null ? Double.NaN : figure.oldestSeconds();
  }
}

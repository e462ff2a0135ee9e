package io.dromail.trace;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;

/**
 * Traces, off unless there is a collector; then nothing of OpenTelemetry is loaded. Made before the
 * routes, and closed after them.
 */
public final class Tracing implements CamelContextAware, AutoCloseable {

  private final String collector;
  private final int samplePercent;
  private CamelContext context;
  private StepTracer tracer;

  /**
   * Prepares it.
   *
   * @param collector the URL that takes traces by OTLP over HTTP, or empty
   * @param samplePercent how many of the traces that begin here are recorded
   */
  public Tracing(String collector, int samplePercent) {
    this.collector = collector;
    this.samplePercent = samplePercent;
  }

  /** From now on routes that are made are traced. */
  public void start() {
    if (!collector.isEmpty()) {
      tracer = StepTracer.exporting(collector, samplePercent);
      tracer.init(context);
    }
  }

  /** Exports what isn't exported yet, and ends. */
  @Override
  public void close() {
    if (tracer != null) {
      tracer.end();
    }
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

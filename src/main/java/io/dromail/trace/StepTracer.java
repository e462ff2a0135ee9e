package io.dromail.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.spi.RoutePolicy;

/**
 * Makes a span of each request, each job of a lane, and each step that a mail is led to. Spans that
 * the collector doesn't take in time are dropped; mail never waits for it.
 */
final class StepTracer extends OpenTelemetryTracer {

  private static final Duration EXPORT_EVERY = Duration.ofSeconds(1);
  private static final int END_AFTER_SECONDS = 5;

  /** Counting and logging are no steps; each mail of a job file has a trace of its own. */
  private static final String NO_STEPS = "micrometer:*,log:*,file:*";

  private final SdkTracerProvider spans;

  private StepTracer(SdkTracerProvider spans) {
    this.spans = spans;
    setExcludePatterns(NO_STEPS);
  }

  /**
   * One that exports by OTLP over HTTP.
   *
   * @param samplePercent of the traces that begin here; others are recorded if their caller does
   */
  static StepTracer exporting(String collector, int samplePercent) {
    OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder().setEndpoint(collector).build();
    return new StepTracer(
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "dromail")))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(samplePercent / 100.0)))
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter).setScheduleDelay(EXPORT_EVERY).build())
            .build());
  }

  @Override
  public void init(CamelContext context) {
    context.getRegistry().bind("stepSpans", spans.get("io.dromail"));
    context
        .getRegistry()
        .bind("traceContext", ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
    super.init(context);
  }

  /** Doors and lanes begin; a {@code direct:} route is one with the step that leads to it. */
  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
    String from = ((RouteDefinition) route).getInput().getEndpointUri();
    boolean begins =
        from.startsWith("platform-http:")
            || from.startsWith("spring-rabbitmq:") && !from.contains("batchSize=");
    return begins ? super.createRoutePolicy(context, routeId, route) : null;
  }

  /** Exports the rest. */
  void end() {
    spans.shutdown().join(END_AFTER_SECONDS, TimeUnit.SECONDS);
  }
}

package io.dromail.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.TraceCollector;
import io.dromail.testing.TraceCollector.RecordedSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TracingTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final TraceCollector collector = new TraceCollector();
  private final DefaultCamelContext context = new DefaultCamelContext();

  @AfterEach
  void close() throws Exception {
    context.close();
    collector.close();
  }

  @Test
  void isOffWithoutACollector() {
    Tracing tracing = tracing("", 100);

    tracing.start();
    tracing.close();

    assertThat(context.getRegistry().findByType(Tracer.class)).isEmpty();
  }

  @Test
  void exportsTheRestWhenItEnds() {
    Tracing tracing = tracing(collector.url(), 100);
    tracing.start();
    span(Context.root());

    tracing.close();

    assertThat(collector.spans()).extracting(RecordedSpan::name).containsExactly("a step");
  }

  @Test
  void recordsOfTheTracesThatBeginHereAsManyAsTheSettingsSay() {
    Tracing tracing = tracing(collector.url(), 0);
    tracing.start();
    span(Context.root());
    span(calledIn(TraceFlags.getSampled()));

    tracing.close();

    assertThat(collector.spans()).extracting(RecordedSpan::traceId).containsExactly(TRACE);
  }

  @Test
  void recordsNoTraceWhoseCallerDoesNot() {
    Tracing tracing = tracing(collector.url(), 100);
    tracing.start();
    span(calledIn(TraceFlags.getDefault()));

    tracing.close();

    assertThat(collector.spans()).isEmpty();
  }

  @Test
  void endsInTimeWithoutItsCollector() {
    Tracing tracing = tracing("http://127.0.0.1:1/v1/traces", 100);
    tracing.start();
    span(Context.root());
    Instant begin = Instant.now();

    tracing.close();

    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void endsWithoutHavingBegun() {
    tracing(collector.url(), 100).close();

    assertThat(collector.spans()).isEmpty();
  }

  private Tracing tracing(String url, int samplePercent) {
    Tracing tracing = new Tracing(url, samplePercent);
    tracing.setCamelContext(context);
    return tracing;
  }

  private void span(Context parent) {
    context
        .getRegistry()
        .findSingleByType(Tracer.class)
        .spanBuilder("a step")
        .setParent(parent)
        .startSpan()
        .end();
  }

  private static Context calledIn(TraceFlags flags) {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.createFromRemoteParent(
                    TRACE, "00f067aa0ba902b7", flags, TraceState.getDefault())));
  }
}

package io.dromail.trace;

import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.DirectSpanDecorator;

/** The spans of steps, named after their routes. Stateless. */
public final class StepDecorator extends DirectSpanDecorator {

  @Override
  public void afterTracingEvent(Span span, Exchange exchange) {
    SpanFailure.tell(span, exchange);
  }
}

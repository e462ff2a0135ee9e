package io.dromail.trace;

import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;

/** Says in a span that its step failed, and how; not in words, which may have addresses. */
final class SpanFailure {

  private SpanFailure() {}

  static void tell(Span span, Exchange exchange) {
    if (exchange.isFailed()) {
      span.setError(true);
      if (exchange.getException() != null) {
        span.setTag("error.type", exchange.getException().getClass().getName());
      }
    }
  }
}

package io.dromail.trace;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.TagConstants;
import org.apache.camel.telemetry.decorators.PlatformHttpSpanDecorator;

/** The spans of requests, named after method and path. Stateless. */
public final class DoorDecorator extends PlatformHttpSpanDecorator {

  @Override
  public String getOperationName(Exchange exchange, Endpoint endpoint) {
    return getHttpMethod(exchange, endpoint) + " /" + stripSchemeAndOptions(endpoint);
  }

  @Override
  public void afterTracingEvent(Span span, Exchange exchange) {
    SpanFailure.tell(span, exchange);
    Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    span.setTag(TagConstants.HTTP_STATUS, status == null ? "200" : status.toString());
  }
}

package io.dromail.trace;

import io.dromail.mail.TraceParent;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.SpanContextPropagationInjector;
import org.apache.camel.telemetry.decorators.SpringRabbitmqSpanDecorator;

/**
 * The spans of publishes and of what lanes take. What is published says its trace in a header: a
 * mail that is replayed goes on in its own, not in that of the request for the replay. Stateless.
 */
public final class QueueDecorator extends SpringRabbitmqSpanDecorator {

  private static final int BEHIND_TRACE = 35;

  @Override
  public String getOperationName(Exchange exchange, Endpoint endpoint) {
    return endpoint == exchange.getFromEndpoint()
        ? "take " + ((SpringRabbitMQEndpoint) endpoint).getQueues()
        : "publish " + getDestination(exchange, endpoint);
  }

  @Override
  public void afterTracingEvent(Span span, Exchange exchange) {
    SpanFailure.tell(span, exchange);
  }

  @Override
  public SpanContextPropagationInjector getInjector(Exchange exchange) {
    Map<String, Object> headers = exchange.getIn().getHeaders();
    return (name, value) ->
        headers.merge(
            name,
            value,
            (own, ours) ->
                name.equals(TraceParent.HEADER) ? inTraceOf((String) own, (String) ours) : ours);
  }

  private static String inTraceOf(String own, String ours) {
    return own.substring(0, BEHIND_TRACE) + ours.substring(BEHIND_TRACE);
  }
}

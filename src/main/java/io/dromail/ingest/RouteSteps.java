package io.dromail.ingest;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * The steps of a route, for a consumer whose stop must not stop them: what is in work is still on
 * them. The route starts and stops them itself. Thread-safe.
 */
final class RouteSteps extends AsyncProcessorSupport {

  private final AsyncProcessor steps;

  RouteSteps(Processor steps) {
    this.steps = AsyncProcessorConverterHelper.convert(steps);
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    return steps.process(exchange, callback);
  }
}

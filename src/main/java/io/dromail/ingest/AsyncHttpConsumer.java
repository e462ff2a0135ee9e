package io.dromail.ingest;

import io.dromail.mail.Drains;
import io.dromail.mail.TraceParent;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Runs the route on one of the {@link RequestThreads} up to its first wait, and answers when the
 * route is done, also if the consumer is stopped meanwhile.
 */
final class AsyncHttpConsumer extends VertxPlatformHttpConsumer implements Drains {

  private final Map<String, AsyncHttpConsumer> serving;
  private final String door;

  /**
   * For a route.
   *
   * @param serving those that take requests now, by method and path
   */
  AsyncHttpConsumer(
      PlatformHttpEndpoint endpoint,
      Processor processor,
      List<Handler<RoutingContext>> handlers,
      String routerName,
      Map<String, AsyncHttpConsumer> serving) {
    super(endpoint, new RouteSteps(processor), handlers, routerName);
    this.serving = serving;
    this.door = endpoint.getHttpMethodRestrict() + " " + endpoint.getPath();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    serving.put(door, this);
  }

  @Override
  protected void doStop() throws Exception {
    serving.remove(door, this);
    super.doStop();
  }

  /** As a stop; a start takes requests again. */
  @Override
  public void drain() {
    stop();
  }

  @Override
  protected void handleRequest(RoutingContext request) {
    if (isSuspended()) {
      request.response().setStatusCode(503).putHeader("Retry-After", "5").end();
      return;
    }
    Exchange exchange = createExchange(false);
    exchange.setPattern(ExchangePattern.InOut);
    processHttpRequest(exchange, request)
        .onFailure(request::fail)
        .onSuccess(ready -> RequestThreads.of(request).execute(() -> route(exchange, request)));
  }

  /**
   * Query parameters become headers, too; those that decide who is asking, whether again, and in
   * which trace, come from nowhere else.
   */
  @Override
  protected Future<Void> populateCamelMessage(
      RoutingContext request, Exchange exchange, Message message) {
    return super.populateCamelMessage(request, exchange, message)
        .onSuccess(
            ready -> {
              message.setHeader("Authorization", request.request().getHeader("Authorization"));
              List<String> keys = request.request().headers().getAll("Idempotency-Key");
              message.setHeader("Idempotency-Key", keys.isEmpty() ? null : String.join(", ", keys));
              List<String> traces = request.request().headers().getAll(TraceParent.HEADER);
              TraceParent trace = traces.size() == 1 ? TraceParent.read(traces.get(0)) : null;
              message.removeHeader(TraceParent.HEADER);
              if (trace != null) {
                message.setHeader(TraceParent.HEADER, trace.text());
              }
              LargeBody large = LargeBody.of(request);
              if (large != null) {
                message.setBody(large.file().toFile());
              }
            });
  }

  private void route(Exchange exchange, RoutingContext request) {
    try {
      createUoW(exchange);
      // A body that was long in coming may find another consumer in this one's place.
      serving
          .getOrDefault(door, this)
          .getAsyncProcessor()
          .process(
              exchange,
              doneSync ->
                  KeyedRequest.settle(exchange)
                      .whenComplete((settled, failure) -> finish(exchange, request)));
    } catch (Exception e) {
      request.fail(500, e);
    }
  }

  private void finish(Exchange exchange, RoutingContext request) {
    try {
      if (exchange.getException() != null) {
        request.fail(500, exchange.getException());
      } else {
        answer(exchange, request.response());
      }
    } catch (RuntimeException e) {
      request.fail(500, e);
    } finally {
      doneUoW(exchange);
      releaseExchange(exchange, false);
    }
  }

  private void answer(Exchange exchange, HttpServerResponse response) {
    Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    response.setStatusCode(status == null ? 200 : status);
    HeaderFilterStrategy filter = getEndpoint().getHeaderFilterStrategy();
    for (Map.Entry<String, Object> header : exchange.getMessage().getHeaders().entrySet()) {
      if (!filter.applyFilterToCamelHeaders(header.getKey(), header.getValue(), exchange)) {
        response.putHeader(header.getKey(), String.valueOf(header.getValue()));
      }
    }
    String type = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class);
    if (type != null) {
      response.putHeader("Content-Type", type);
    }
    byte[] body = exchange.getMessage().getBody(byte[].class);
    response.end(Buffer.buffer(body == null ? new byte[0] : body));
  }
}

package io.dromail.ingest;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the route on a worker thread up to its first wait, and answers when the route is done. */
final class AsyncHttpConsumer extends VertxPlatformHttpConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(AsyncHttpConsumer.class);

  AsyncHttpConsumer(
      PlatformHttpEndpoint endpoint,
      Processor processor,
      List<Handler<RoutingContext>> handlers,
      String routerName) {
    super(endpoint, processor, handlers, routerName);
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
        .onSuccess(ready -> request.vertx().executeBlocking(() -> route(exchange, request), false));
  }

  /**
   * Query parameters become headers, too; those that decide who is asking, and whether again, come
   * from nowhere else.
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
            });
  }

  private Object route(Exchange exchange, RoutingContext request) throws Exception {
    createUoW(exchange);
    getAsyncProcessor()
        .process(
            exchange,
            doneSync ->
                KeyedRequest.settle(exchange)
                    .whenComplete((settled, failure) -> finish(exchange, request)));
    return null;
  }

  private void finish(Exchange exchange, RoutingContext request) {
    try {
      if (exchange.getException() != null) {
        LOG.error("A request failed", exchange.getException());
        request.fail(500, exchange.getException());
      } else {
        answer(exchange, request.response());
      }
    } catch (RuntimeException e) {
      LOG.error("A request can't be answered", e);
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

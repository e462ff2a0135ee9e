package io.dromail.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.Checked;
import io.dromail.mail.MailJson;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Serves {@code /health}, {@code /health/live}, {@code /health/ready} and {@code /metrics} on a
 * port of its own, from a thread of its own: whatever the API waits for, this answers.
 */
public final class ManagementServer implements CamelContextAware, AutoCloseable {

  private final String host;
  private final int port;
  private final PrometheusMeterRegistry metrics;
  private final Vertx vertx = Vertx.vertx();
  private CamelContext context;
  private HttpServer server;

  /**
   * Prepares the server.
   *
   * @param port 0 for a free one
   */
  public ManagementServer(String host, int port, PrometheusMeterRegistry metrics) {
    this.host = host;
    this.port = port;
    this.metrics = metrics;
  }

  /** Starts to listen. */
  public void start() throws Exception {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::answer)
            .listen(port, host)
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  /** The port that is in use. */
  public int port() {
    return server.actualPort();
  }

  private void answer(HttpServerRequest request) {
    switch (request.path()) {
      case "/health" -> json(request, isReady() ? 200 : 503, true);
      case "/health/ready" -> json(request, isReady() ? 200 : 503, false);
      case "/health/live" -> json(request, 200, false);
      case "/metrics" ->
          request
              .response()
              .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
              .end(metrics.scrape());
      default -> request.response().setStatusCode(404).end();
    }
  }

  private void json(HttpServerRequest request, int status, boolean withDetails) {
    HttpServerResponse response = request.response().setStatusCode(status);
    ObjectNode body = MailJson.mapper().createObjectNode();
    body.put("status", status == 200 ? "UP" : "DOWN");
    if (withDetails) {
      if (status == 200 && components().stream().anyMatch(checked -> !checked.isUp())) {
        body.put("status", "DEGRADED");
      }
      ObjectNode details = body.putObject("details");
      for (Checked checked : components()) {
        ObjectNode component = details.putObject(checked.component());
        component.put("status", checked.isUp() ? "UP" : "DOWN");
        checked.details().forEach((name, value) -> component.putPOJO(name, value));
      }
    }
    response.putHeader("Content-Type", "application/json").end(body.toString());
  }

  private boolean isReady() {
    return context.isStarted()
        && components().stream().allMatch(checked -> checked.isUp() || !checked.isVital());
  }

  private Set<Checked> components() {
    return context.getRegistry().findByType(Checked.class);
  }

  /** Each bean that has metrics brings them; in a check nothing starts, and nothing is measured. */
  private void measure() {
    if (!context.isAutoStartup()) {
      return;
    }
    context.getRegistry().findByType(MeterBinder.class).forEach(bean -> bean.bindTo(metrics));
    for (Checked checked : components()) {
      Gauge.builder("dromail.component.up", checked, each -> each.isUp() ? 1 : 0)
          .description("Whether a component of the health page is up")
          .tag("component", checked.component())
          .register(metrics);
    }
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarted(CamelContext started) {
            measure();
          }
        });
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void close() {
    vertx.close();
  }
}

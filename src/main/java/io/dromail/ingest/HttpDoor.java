package io.dromail.ingest;

import io.dromail.mail.Refused;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of the API. What no route takes is answered here as the contract has it: 404, 405
 * with {@code Allow}, 413, 415.
 */
public final class HttpDoor extends VertxPlatformHttpServer {

  private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
  private static final int RETRY_AFTER_SECONDS = 5;

  private final Contract contract;
  private final BrowserGuard guard;
  private final Path largeBodies;
  private final RequestThreads threads = new RequestThreads();
  private LargeBodies bodies;

  /**
   * Prepares the server; Camel starts it.
   *
   * @param port 0 for a free one
   * @param bodyLimit in bytes
   * @param guard judges each request before anything else
   * @param data the folder in which large bodies are while their requests are worked on
   */
  public HttpDoor(
      String host, int port, long bodyLimit, Contract contract, BrowserGuard guard, String data) {
    super(configuration(host, port, bodyLimit));
    this.contract = contract;
    this.guard = guard;
    this.largeBodies = Path.of(data, "requests");
  }

  private static VertxPlatformHttpServerConfiguration configuration(
      String host, int port, long bodyLimit) {
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setBindHost(host);
    configuration.setBindPort(port);
    configuration.setMaxBodySize(bodyLimit);
    configuration.getBodyHandler().setHandleFileUploads(false);
    return configuration;
  }

  /** Listens from now on until the context stops, which stops its services before its threads. */
  public void open() throws Exception {
    getCamelContext().addService(this);
  }

  @Override
  protected void initializeServer() {
    super.initializeServer();
    getCamelContext()
        .getRegistry()
        .findByType(VertxPlatformHttpRouter.class)
        .forEach(
            router -> {
              router.route().order(Integer.MIN_VALUE).handler(this::enter);
              router.route().last().handler(this::nothing).failureHandler(this::failed);
              getCamelContext().getRegistry().unbind(router.getName());
              getCamelContext().getRegistry().bind(router.getName(), sparing(router));
            });
    bodies = new LargeBodies(getVertx(), largeBodies, getMaxBodySize(), threads);
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    threads.close();
  }

  /** A router whose routes don't read what was read on their way. */
  private VertxPlatformHttpRouter sparing(VertxPlatformHttpRouter stock) {
    return new VertxPlatformHttpRouter(this, getVertx(), stock, stock.getName()) {
      @Override
      public Handler<RoutingContext> bodyHandler() {
        return LargeBodies.sparing(stock.bodyHandler());
      }
    };
  }

  private void enter(RoutingContext request) {
    try {
      guard.check(request.request());
      threads.takeShort(request);
      body(request);
    } catch (Refused refused) {
      answer(request, refused);
    }
  }

  /** Requests that a route takes have their bodies looked at first. */
  private void body(RoutingContext request) {
    boolean post = request.request().method() == HttpMethod.POST;
    if (post && isJson(request) && contract.methods(request.normalizedPath()).contains("POST")) {
      bodies.handle(request);
    } else {
      request.next();
    }
  }

  private void nothing(RoutingContext request) {
    String path = request.normalizedPath();
    List<String> methods = contract.methods(path);
    if (methods.isEmpty()) {
      answer(request, Refused.because(404, "not_found", "There is nothing at " + path + "."));
    } else if (!methods.contains(request.request().method().name())) {
      String allowed = String.join(", ", methods);
      request.response().putHeader("Allow", allowed);
      answer(request, Refused.because(405, "method_not_allowed", path + " takes " + allowed + "."));
    } else if (isJson(request) || request.request().method() != HttpMethod.POST) {
      request.response().putHeader("Retry-After", String.valueOf(RETRY_AFTER_SECONDS));
      answer(
          request,
          Refused.because(
              503, "queue_unavailable", "This process is not serving " + path + " now."));
    } else {
      answer(
          request,
          Refused.because(415, "unsupported_media_type", "Send the body as application/json."));
    }
  }

  private static boolean isJson(RoutingContext request) {
    String type = request.request().getHeader("Content-Type");
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
  }

  private void failed(RoutingContext request) {
    if (request.response().ended()) {
      return;
    }
    Refused refused =
        switch (request.statusCode()) {
          case 413 ->
              Refused.because(
                  413, "message_too_large", "The request is larger than this gateway takes.");
          case 400 ->
              request.request().authority() == null
                  ? BrowserGuard.invalidHost()
                  : Refused.because(400, "invalid_json", "The request can't be read.");
          case 503 ->
              Refused.because(
                  503,
                  "queue_unavailable",
                  "Too many large requests are being worked on; try again in "
                      + RETRY_AFTER_SECONDS
                      + " seconds.");
          default -> {
            LOG.error("A request failed", request.failure());
            yield Refused.because(500, "internal_error", "Something is wrong with the gateway.");
          }
        };
    if (refused.status() == 503) {
      request.response().putHeader("Retry-After", String.valueOf(RETRY_AFTER_SECONDS));
    }
    answer(request, refused);
  }

  private static void answer(RoutingContext request, Refused refused) {
    request
        .response()
        .setStatusCode(refused.status())
        .putHeader("Content-Type", "application/json")
        .end(Answers.error(refused).toString());
  }
}

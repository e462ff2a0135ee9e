package io.dromail.ingest;

import io.dromail.mail.Refused;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * The HTTP server of the API. What no route takes is answered here as the contract has it: 404, 405
 * with {@code Allow}, 413, 415.
 */
public final class HttpDoor extends VertxPlatformHttpServer {

  private final Contract contract;

  /**
   * Prepares the server; Camel starts it.
   *
   * @param port 0 for a free one
   * @param bodyLimit in bytes
   */
  public HttpDoor(String host, int port, long bodyLimit, Contract contract) {
    super(configuration(host, port, bodyLimit));
    this.contract = contract;
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
            router -> router.route().last().handler(this::nothing).failureHandler(this::failed));
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
      request.response().putHeader("Retry-After", "5");
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
          case 400 -> Refused.because(400, "invalid_json", "The request can't be read.");
          default -> Refused.because(500, "internal_error", "Something is wrong with the gateway.");
        };
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

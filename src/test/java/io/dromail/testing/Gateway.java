package io.dromail.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The gateway as its clients see it: the API's port and the management port. */
public final class Gateway {
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final Duration FOR_LARGE_ONES = Duration.ofMinutes(4);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int apiPort;
  private final int managementPort;

  public Gateway(int apiPort, int managementPort) {
    this.apiPort = apiPort;
    this.managementPort = managementPort;
  }

  public int managementPort() {
    return managementPort;
  }

  /** Posts JSON to {@code /v1/emails}. */
  public HttpAnswer post(Object json, String... headers) {
    return call(to("/v1/emails", json, headers));
  }

  public HttpAnswer postBatch(Object json, String... headers) {
    return call(to("/v1/emails/batch", json, headers));
  }

  /** Posts without waiting for the answer. */
  public CompletableFuture<HttpAnswer> postAsync(Object json, String... headers) {
    long begin = System.nanoTime();
    return client
        .sendAsync(to("/v1/emails", json, headers), BodyHandlers.ofString())
        .thenApply(response -> answer(response, begin));
  }

  /** Posts JSON that's published bit by bit, without waiting for the answer. */
  public CompletableFuture<HttpAnswer> postAsync(BodyPublisher json) {
    long begin = System.nanoTime();
    HttpRequest request =
        api("/v1/emails")
            .POST(json)
            .header("Content-Type", "application/json")
            .timeout(FOR_LARGE_ONES)
            .build();
    return client
        .sendAsync(request, BodyHandlers.ofString())
        .thenApply(response -> answer(response, begin));
  }

  /** A request with JSON for a path of the API, with headers as name and value in turn. */
  public HttpRequest to(String path, Object json, String... headers) {
    HttpRequest.Builder request = api(path).POST(BodyPublishers.ofString(json.toString()));
    request.header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  /** A request to the API that is still to be written. */
  public HttpRequest.Builder api(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + apiPort + path))
        .timeout(AT_MOST);
  }

  /** Gets a path of the management port. */
  public HttpAnswer health(String path) {
    URI uri = URI.create("http://127.0.0.1:" + managementPort + path);
    return call(HttpRequest.newBuilder(uri).timeout(AT_MOST).build());
  }

  /** The sum of a counter of {@code /metrics} over all of its labels. */
  public double counter(String name) {
    return health("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  public HttpAnswer call(HttpRequest request) {
    long begin = System.nanoTime();
    try {
      return answer(client.send(request, BodyHandlers.ofString()), begin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpAnswer answer(HttpResponse<String> response, long begin) {
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return new HttpAnswer(response.statusCode(), response.headers(), response.body(), took);
  }
}

package io.dromail.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A Dromail that answers HTTP. Thread-safe; connections are kept and used again. */
final class Api {

  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  private static final Duration TO_ANSWER = Duration.ofSeconds(60);

  private final URI url;
  private final String key;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TO_CONNECT)
          .build();

  Api(URI url, String key) {
    this.url = url;
    this.key = key;
  }

  /** The address of a path, for a browser. */
  String at(String path) {
    return url + path;
  }

  /**
   * Gets a path.
   *
   * @throws CommandFailed if nobody answers
   */
  Answer get(String path) {
    return await(send(request(path).GET()));
  }

  /**
   * Posts a JSON document; the answer comes later.
   *
   * @return completed with {@link CommandFailed} if nobody answers
   */
  CompletableFuture<Answer> post(String path, byte[] json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json)));
  }

  /** What to throw for an answer that the contract doesn't know. */
  CommandFailed stranger(Answer answer) {
    return CommandFailed.unreachable(
        "Something answers at "
            + url
            + " with status "
            + answer.status()
            + ", but it isn't a Dromail; is --url right?");
  }

  /** Waits for an answer, and throws what went wrong as it is. */
  static Answer await(CompletableFuture<Answer> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof CommandFailed failed ? failed : e;
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(at(path))).timeout(TO_ANSWER);
    return key == null || key.isEmpty()
        ? request
        : request.header("Authorization", "Bearer " + key);
  }

  private CompletableFuture<Answer> send(HttpRequest.Builder request) {
    return client
        .sendAsync(request.build(), BodyHandlers.ofByteArray())
        .handle((response, error) -> answer(response, error));
  }

  private Answer answer(HttpResponse<byte[]> response, Throwable error) {
    if (error == null) {
      return new Answer(response.statusCode(), response.body());
    }
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause instanceof java.net.ConnectException
        || cause instanceof java.net.http.HttpConnectTimeoutException) {
      throw CommandFailed.unreachable(
          "No Dromail answers at " + url + "; start one with ./dromail run");
    }
    if (cause instanceof java.net.http.HttpTimeoutException) {
      throw CommandFailed.unreachable(
          "The Dromail at " + url + " didn't answer within " + TO_ANSWER.toSeconds() + " s.");
    }
    if (cause instanceof IOException) {
      throw CommandFailed.unreachable(
          "The connection to " + url + " broke before an answer came: " + cause.getMessage());
    }
    throw new CompletionException(cause);
  }
}

package io.dromail.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands in for a HashiCorp Vault: reads from a key/value engine of version 2, with a token. */
public final class VaultServer implements AutoCloseable {
  private final HttpServer http;
  private final String token;
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final AtomicInteger reads = new AtomicInteger();

  private VaultServer(String token) throws IOException {
    this.token = token;
    http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    http.createContext("/v1/", this::answer);
    http.start();
  }

  public static VaultServer start(String token) {
    try {
      return new VaultServer(token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return http.getAddress().getPort();
  }

  /** Holds a secret, as a JSON object, in the engine {@code secret}. */
  public VaultServer put(String name, String json) {
    secrets.put("/v1/secret/data/" + name, json);
    return this;
  }

  public int reads() {
    return reads.get();
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    reads.incrementAndGet();
    String secret = secrets.get(exchange.getRequestURI().getPath());
    boolean allowed = token.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"));
    int status = !allowed ? 403 : secret == null ? 404 : 200;
    String body =
        status == 200
            ? "{\"data\":{\"data\":%s,\"metadata\":{\"version\":1}}}".formatted(secret)
            : "{\"errors\":[]}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}

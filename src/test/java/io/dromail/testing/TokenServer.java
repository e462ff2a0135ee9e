package io.dromail.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A token endpoint for tests (RFC 6749) on a free port of 127.0.0.1. It gives {@code token-1},
 * {@code token-2} and so on, unless it is told otherwise.
 */
public final class TokenServer implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer http;
  private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
  private final Set<String> valid = new HashSet<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private int issued;
  private long lifetimeSeconds = 3600;
  private String refreshToken;
  private boolean rotating;
  private int failure;
  private String failureBody;

  private TokenServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    http.setExecutor(threads);
    http.createContext("/token", this::answer);
    http.start();
  }

  public static TokenServer start() {
    try {
      return new TokenServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/token";
  }

  /** What {@code expires_in} says; 0 for nothing. */
  public synchronized TokenServer lifetimeSeconds(long seconds) {
    lifetimeSeconds = seconds;
    return this;
  }

  /** Takes this refresh token only, and gives another one with each answer. */
  public synchronized TokenServer rotate(String first) {
    refreshToken = first;
    rotating = true;
    return this;
  }

  /** Answers with this status and body from now on. */
  public synchronized TokenServer fail(int status, String body) {
    failure = status;
    failureBody = body;
    return this;
  }

  /** Gives tokens again. */
  public synchronized void recover() {
    failure = 0;
  }

  /** Lets requests wait until {@link #release()}. */
  public TokenServer hold() {
    gate = new CountDownLatch(1);
    return this;
  }

  public void release() {
    gate.countDown();
  }

  /** Withdraws every token that was given so far. */
  public synchronized void revoke() {
    valid.clear();
  }

  /** Whether a token was given by this server, and not withdrawn. */
  public synchronized boolean isValid(String token) {
    return valid.contains(token);
  }

  /** The forms that were posted. */
  public List<Map<String, String>> requests() {
    return requests;
  }

  /** The refresh token that is taken next. */
  public synchronized String refreshToken() {
    return refreshToken;
  }

  @Override
  public void close() {
    release();
    http.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    requests.add(form);
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reply(exchange, form);
  }

  private synchronized void reply(HttpExchange exchange, Map<String, String> form)
      throws IOException {
    if (failure != 0) {
      send(exchange, failure, failureBody);
    } else if (rotating && !refreshToken.equals(form.get("refresh_token"))) {
      send(exchange, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}");
    } else {
      issued++;
      valid.add("token-" + issued);
      String expiry = lifetimeSeconds == 0 ? "" : ",\"expires_in\":" + lifetimeSeconds;
      String rotated = "";
      if (rotating) {
        refreshToken = "rotated-" + issued;
        rotated = ",\"refresh_token\":\"" + refreshToken + "\"";
      }
      send(
          exchange,
          200,
          "{\"access_token\":\"token-%d\",\"token_type\":\"Bearer\"%s%s}"
              .formatted(issued, expiry, rotated));
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new TreeMap<>();
    for (String field : body.split("&")) {
      String[] parts = field.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }
}

package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dromail.mail.MailJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers in place of Dromail's API, as it was told to, and keeps what it was asked. */
final class StandInApi implements AutoCloseable {

  static final String ID = "01920f5c-7d3a-7b1e-9c55-3f1f6f0a2b11";

  private final HttpServer server;
  private final Map<String, Queue<Reply>> replies = new ConcurrentHashMap<>();
  private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
  private final List<Headers> headers = new CopyOnWriteArrayList<>();

  StandInApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers a path so; told several times, each answer once, and the last from then on. */
  StandInApi answers(String path, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return answers(path, status, bytes);
  }

  StandInApi answers(String path, int status, byte[] body) {
    replies.computeIfAbsent(path, any -> new ArrayDeque<>()).add(new Reply(status, body));
    return this;
  }

  StandInApi acceptsMails() {
    return answers(
        SendCommand.PATH,
        202,
        "{\"id\":\"" + ID + "\",\"status\":\"queued\",\"message_id\":\"<1@example.com>\"}");
  }

  StandInApi lists(String... mails) {
    return answers(SandboxCommand.PATH, 200, "{\"data\":[" + String.join(",", mails) + "]}");
  }

  static String mail(int n, String id, String from, String to, String subject) {
    return String.format(
        "{\"n\":%d,\"id\":\"%s\",\"from\":\"%s\",\"to\":[%s],\"subject\":\"%s\","
            + "\"received_at\":\"2020-02-03T12:00:00Z\",\"size\":100}",
        n, id, from, to, subject);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The mails that were posted, in order. */
  List<JsonNode> posted() {
    return bodies;
  }

  /** A header of the last request. */
  String header(String name) {
    return headers.get(headers.size() - 1).getFirst(name);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    headers.add(exchange.getRequestHeaders());
    if (body.length > 0) {
      bodies.add(MailJson.mapper().readTree(body));
    }
    Queue<Reply> queue =
        replies.getOrDefault(exchange.getRequestURI().getPath(), new ArrayDeque<>());
    Reply reply = queue.size() > 1 ? queue.remove() : queue.peek();
    if (reply == null) {
      String missing = "{\"statusCode\":404,\"name\":\"not_found\",\"message\":\"Nothing here.\"}";
      reply = new Reply(404, missing.getBytes(StandardCharsets.UTF_8));
    }
    exchange.sendResponseHeaders(reply.status(), reply.body().length);
    exchange.getResponseBody().write(reply.body());
    exchange.close();
  }

  private record Reply(int status, byte[] body) {}
}

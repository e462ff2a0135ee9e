package io.dromail.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests of HTTP/1 written by hand, for headers that a client library doesn't let one choose. */
public final class RawHttp {

  private static final int TIMEOUT_MS = 20_000;

  private final int port;

  public RawHttp(int port) {
    this.port = port;
  }

  /**
   * The answer to a request; its connection is closed then.
   *
   * @param line such as {@code GET /openapi.yaml HTTP/1.1}
   * @param body may be empty
   * @param headers a line each, none of them added here but Connection and Content-Length
   */
  public HttpAnswer call(String line, String body, String... headers) {
    long begin = System.nanoTime();
    List<String> head = new ArrayList<>(List.of(line));
    head.addAll(List.of(headers));
    head.add("Connection: close");
    head.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
    String answer = exchange(String.join("\r\n", head) + "\r\n\r\n" + body);
    String[] parts = answer.split("\r\n\r\n", 2);
    String[] lines = parts[0].split("\r\n");
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] field = lines[i].split(": ?", 2);
      fields.computeIfAbsent(field[0], name -> new ArrayList<>()).add(field[1]);
    }
    return new HttpAnswer(
        Integer.parseInt(lines[0].split(" ")[1]),
        HttpHeaders.of(fields, (name, value) -> true),
        parts[1],
        Duration.ofNanos(System.nanoTime() - begin));
  }

  private String exchange(String request) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Asks for a path with HTTP/2, and reads on until the server has said one of these.
   *
   * @param host becomes the {@code :authority} of the stream (RFC 7540 section 3.2)
   */
  public String upgraded(String path, String host, List<String> words) {
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n\r\n"
            + "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
    StringBuilder heard = new StringBuilder();
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      byte[] block = new byte[8192];
      while (words.stream().noneMatch(word -> heard.indexOf(word) >= 0)) {
        int read = socket.getInputStream().read(block);
        if (read < 0) {
          break;
        }
        heard.append(new String(block, 0, read, StandardCharsets.ISO_8859_1));
      }
      return heard.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

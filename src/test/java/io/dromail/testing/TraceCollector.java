package io.dromail.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Takes traces by OTLP over HTTP, and keeps them in memory. */
public final class TraceCollector implements AutoCloseable {
  private static final String PATH = "/v1/traces";

  private final HttpServer server;
  private final List<RecordedSpan> spans = new CopyOnWriteArrayList<>();

  public TraceCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(PATH, this::take);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
  }

  /** All spans so far. */
  public List<RecordedSpan> spans() {
    return List.copyOf(spans);
  }

  /** The spans of a trace so far. */
  public List<RecordedSpan> trace(String id) {
    return spans.stream().filter(span -> span.traceId().equals(id)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .map(RecordedSpan::of)
        .forEach(spans::add);
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  /**
   * A span.
   *
   * @param parent the id of the span that it's part of, or empty
   */
  public record RecordedSpan(
      String traceId, String id, String parent, String name, Map<String, String> attributes) {

    static RecordedSpan of(Span span) {
      HexFormat hexadecimal = HexFormat.of();
      return new RecordedSpan(
          hexadecimal.formatHex(span.getTraceId().toByteArray()),
          hexadecimal.formatHex(span.getSpanId().toByteArray()),
          hexadecimal.formatHex(span.getParentSpanId().toByteArray()),
          span.getName(),
          span.getAttributesList().stream()
              .collect(
                  Collectors.toMap(
                      each -> each.getKey(), each -> each.getValue().getStringValue())));
    }
  }
}

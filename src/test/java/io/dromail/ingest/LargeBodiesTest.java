package io.dromail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Long requests take no more threads than they should, whichever way their length is told. */
@Timeout(60)
class LargeBodiesTest {

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final int LONG = 40_000;
  private static final int LARGE = 300_000;

  @TempDir private Path data;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger inWork = new AtomicInteger();
  private final CountDownLatch go = new CountDownLatch(1);
  private HttpDoor door;

  @BeforeEach
  void open() throws Exception {
    door = TestDoor.in(context, 1_000_000, data);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("platform-http:/v1/emails?httpMethodRestrict=POST")
                .process(LargeBodiesTest.this::work);
          }
        });
    context.start();
  }

  @AfterEach
  void close() throws Exception {
    go.countDown();
    context.close();
  }

  @Test
  void workAtAsManyLongRequestsAsThereAreProcessorsAndAtShortOnesBeside() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> all =
        IntStream.range(0, PROCESSORS + 2)
            .mapToObj(i -> post(i % 2 == 0 ? told(LONG) : untold(LONG)))
            .toList();
    await().untilAsserted(() -> assertThat(inWork).hasValue(PROCESSORS));

    assertThat(post(told(100)).get().body()).isEqualTo("100");

    assertThat(inWork).as("the others wait").hasValue(PROCESSORS);
    go.countDown();
    for (CompletableFuture<HttpResponse<String>> each : all) {
      assertThat(each.get().body()).isEqualTo(String.valueOf(LONG));
    }
  }

  @Test
  void workAtLongRequestsWhileThoseFromFilesHaveAllTheirThreads() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> large =
        IntStream.range(0, 3).mapToObj(i -> post(told(LARGE))).toList();
    await().untilAsserted(() -> assertThat(inWork).hasValue(2));

    CompletableFuture<HttpResponse<String>> longer = post(told(LONG));
    await().untilAsserted(() -> assertThat(inWork).hasValue(3));

    go.countDown();
    assertThat(longer.get().body()).isEqualTo(String.valueOf(LONG));
    for (CompletableFuture<HttpResponse<String>> each : large) {
      assertThat(each.get().body()).isEqualTo(String.valueOf(LARGE));
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void takeBodiesOfAnyLengthByEachVersionOfHttp(HttpClient.Version version) throws Exception {
    go.countDown();
    client = HttpClient.newBuilder().version(version).build();
    // The first request of HTTP/2 in clear text is one of HTTP/1.1 yet.
    for (int octets : new int[] {100, 100, LONG, LARGE}) {
      assertThat(post(told(octets)).get().body()).isEqualTo(String.valueOf(octets));
      assertThat(post(untold(octets)).get().body()).isEqualTo(String.valueOf(octets));
    }
  }

  private CompletableFuture<HttpResponse<String>> post(BodyPublisher body) {
    URI uri = URI.create("http://127.0.0.1:" + door.getPort() + "/v1/emails");
    return client.sendAsync(
        HttpRequest.newBuilder(uri).header("Content-Type", "application/json").POST(body).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** With a {@code Content-Length}. */
  private static BodyPublisher told(int octets) {
    return BodyPublishers.ofByteArray(new byte[octets]);
  }

  /** In chunks. */
  private static BodyPublisher untold(int octets) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[octets]));
  }

  /** A long request is answered when the test says so. */
  private void work(Exchange exchange) throws Exception {
    int length = exchange.getMessage().getBody(byte[].class).length;
    if (length >= LONG) {
      inWork.incrementAndGet();
      go.await();
    }
    exchange.getMessage().setBody(String.valueOf(length));
  }
}

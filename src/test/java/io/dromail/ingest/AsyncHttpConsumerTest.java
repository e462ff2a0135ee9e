package io.dromail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumerAware;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are in work when their route's consumer goes. */
@Timeout(60)
class AsyncHttpConsumerTest {

  @TempDir private Path data;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger completed = new AtomicInteger();
  private HttpDoor door;

  @BeforeEach
  void open() throws Exception {
    door = TestDoor.in(context, 1_000, data);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("platform-http:/slow")
                .routeId("slow")
                .process(AsyncHttpConsumerTest.this::work)
                .to("direct:rest");
            from("direct:rest").setBody(constant("done"));
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
  void answersWhatIsInWorkWhenItStopsAndTakesNothingNew() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.getPort() + "/slow")).build();
    CompletableFuture<HttpResponse<String>> inWork =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    begun.await();

    // Camel's own consumer around it would stop the steps of the route.
    AsyncHttpConsumer consumer =
        (AsyncHttpConsumer)
            ((PlatformHttpConsumerAware) context.getRoute("slow").getConsumer())
                .getPlatformHttpConsumer();
    consumer.drain();

    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(404);
    go.countDown();
    assertThat(inWork.get().body()).isEqualTo("done");
    assertThat(inWork.get().statusCode()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(completed).hasValue(1));
    assertThat(context.getInflightRepository().size()).isZero();

    consumer.start();
    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body()).isEqualTo("done");
  }

  private void work(Exchange exchange) throws InterruptedException {
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                completed.incrementAndGet();
              }
            });
    begun.countDown();
    go.await();
  }
}

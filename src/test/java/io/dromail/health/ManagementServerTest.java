package io.dromail.health;

import static io.dromail.testing.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Checked;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ManagementServerTest {

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final PrometheusMeterRegistry metrics = Metrics.registry();
  private final ManagementServer server = new ManagementServer("127.0.0.1", 0, metrics);

  @BeforeEach
  void start() throws Exception {
    context.start();
    server.setCamelContext(context);
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    context.stop();
  }

  @ParameterizedTest
  @CsvSource({"true,true,200", "true,false,200", "false,true,503", "false,false,503"})
  void isReadyWhenAllThatIsVitalIsUp(boolean brokerUp, boolean smtpUp, int status)
      throws Exception {
    context.getRegistry().bind("broker", new Fake("broker", brokerUp, true));
    context.getRegistry().bind("smtp", new Fake("smtp", smtpUp, false));

    assertThat(get("/health/ready").statusCode()).isEqualTo(status);
    assertThat(get("/health").statusCode()).isEqualTo(status);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void saysWhatIsDownAndWhatIsKnownOfIt() throws Exception {
    context.getRegistry().bind("broker", new Fake("broker", false, true));

    HttpResponse<String> health = get("/health");

    assertThat(health.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(json(health.body()))
        .isEqualTo(
            json(
                """
                {'status': 'DOWN', 'details': {'broker': {'status': 'DOWN', 'open': 3}}}
                """));
    assertThat(json(get("/health/ready").body())).isEqualTo(json("{'status': 'DOWN'}"));
    assertThat(json(get("/health/live").body())).isEqualTo(json("{'status': 'UP'}"));
  }

  @Test
  void isDegradedWhenSomethingIsDownThatIsNotVital() throws Exception {
    context.getRegistry().bind("journal", new Fake("journal", false, false));

    assertThat(json(get("/health").body()).path("status").asText()).isEqualTo("DEGRADED");
    assertThat(json(get("/health/ready").body()).path("status").asText()).isEqualTo("UP");
  }

  @Test
  void isNotReadyWhenTheRoutesHaveStopped() throws Exception {
    context.stop();

    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void servesTheMetrics() throws Exception {
    metrics.counter("dromail.mails.accepted", "lane", "bulk").increment();

    HttpResponse<String> scraped = get("/metrics");

    assertThat(scraped.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(scraped.body())
        .contains("dromail_mails_accepted_total{lane=\"bulk\"} 1.0", "jvm_memory_used_bytes");
  }

  @ParameterizedTest
  @CsvSource({"/", "/health/", "/metrics/x", "/v1/emails"})
  void servesNothingElse(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private record Fake(String component, boolean isUp, boolean isVital) implements Checked {
    @Override
    public Map<String, Object> details() {
      return Map.of("open", 3);
    }
  }
}

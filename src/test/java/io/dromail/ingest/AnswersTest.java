package io.dromail.ingest;

import static io.dromail.testing.Samples.ID;
import static io.dromail.testing.Samples.json;
import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {

  private static final String TRACE = "00-01920f5c7d3a7b1e9c553f1f6f0a2b11-9c553f1f6f0a2b11-00";

  private final Answers answers = new Answers();
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @BeforeEach
  void request() {
    exchange.getMessage().setHeader("Authorization", "Bearer secret");
    exchange.getMessage().setHeader("CamelHttpUri", "/v1/emails");
  }

  @Test
  void sayWhereAnAcceptedMailIs() throws Exception {
    exchange.setVariable("envelope", sealed(mailWith("'text': 't'")));
    exchange.setVariable("traceparent", TRACE);

    answers.accepted(exchange);

    assertThat(body())
        .isEqualTo(
            json(
                """
                {'id': '01920f5c-7d3a-7b1e-9c55-3f1f6f0a2b11', 'status': 'queued',
                 'message_id': '<01920f5c-7d3a-7b1e-9c55-3f1f6f0a2b11@example.com>',
                 'created_at': '2026-11-23T09:30:00.125Z',
                 'trace_id': '01920f5c7d3a7b1e9c553f1f6f0a2b11'}
                """));
    assertThat(exchange.getMessage().getHeaders())
        .containsEntry("CamelHttpResponseCode", 202)
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Location", "/v1/emails/" + ID)
        .containsEntry("traceparent", TRACE)
        .hasSize(4);
  }

  @Test
  void listTheIdsOfABatch() throws Exception {
    exchange.getMessage().setBody(List.of(sealed(mailWith("'text': 't'"))));

    answers.acceptedBatch(exchange);

    assertThat(body())
        .isEqualTo(
            json(
                "{'data': [{'id': '"
                    + ID
                    + "', 'trace_id': '01920f5c7d3a7b1e9c553f1f6f0a2b11'}]}"));
    assertThat(exchange.getMessage().getHeaders()).containsEntry("traceparent", TRACE).hasSize(3);
  }

  @Test
  void giveTheAnswerOfBeforeAgain() throws Exception {
    exchange.setVariable("answered", new KeptAnswer(202, "/v1/emails/" + ID, "{\"id\": \"ä\"}"));

    answers.replayed(exchange);

    assertThat(body()).isEqualTo(json("{'id': 'ä'}"));
    assertThat(exchange.getMessage().getHeaders())
        .containsEntry("CamelHttpResponseCode", 202)
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Location", "/v1/emails/" + ID)
        .containsEntry("Idempotent-Replayed", "true")
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'id': 'a', 'trace_id': '01920f5c7d3a7b1e9c553f1f6f0a2b11'}",
        "{'data': [{'id': 'a', 'trace_id': '01920f5c7d3a7b1e9c553f1f6f0a2b11'},"
            + " {'id': 'b', 'trace_id': '01920f5c7d3a7b1e9c553f1f6f0a2b11'}]}"
      })
  void giveTheTraceOfBeforeAgain(String body) throws Exception {
    exchange.setVariable("answered", new KeptAnswer(202, null, json(body).toString()));

    answers.replayed(exchange);

    assertThat(exchange.getMessage().getHeader("traceparent")).isEqualTo(TRACE);
  }

  @Test
  void nameNoTraceForABatchThatIsInSeveral() throws Exception {
    String body =
        "{'data': [{'id': 'a', 'trace_id': '01920f5c7d3a7b1e9c553f1f6f0a2b11'},"
            + " {'id': 'b', 'trace_id': '01920f5c7d3a7b1e9c553f1f6f0a2b12'}]}";
    exchange.setVariable("answered", new KeptAnswer(202, null, json(body).toString()));

    answers.replayed(exchange);

    assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("traceparent");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "401|WWW-Authenticate|Bearer, Basic realm=\"Dromail\"",
        "429|Retry-After|1",
        "503|Retry-After|5",
        "422|Content-Type|application/json"
      },
      delimiter = '|')
  void sayWhatIsRefused(int status, String header, String value) throws Exception {
    exchange.setProperty(
        Exchange.EXCEPTION_CAUGHT,
        new Refused(
            status, "a_name", "A sentence.", List.of(new Refused.Detail("to[0]", "is bad"))));

    answers.refused(exchange);

    assertThat(body())
        .isEqualTo(
            json(
                """
                {'statusCode': %d, 'name': 'a_name', 'message': 'A sentence.',
                 'details': [{'field': 'to[0]', 'reason': 'is bad'}]}
                """
                    .formatted(status)));
    assertThat(exchange.getMessage().getHeader(header)).asString().isEqualTo(value);
    assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
  }

  @Test
  void askToTryAgainWhenNothingIsConfirmed() throws Exception {
    answers.unavailable(exchange);

    assertThat(body().path("name").asText()).isEqualTo("queue_unavailable");
    assertThat(exchange.getMessage().getHeaders())
        .containsEntry("CamelHttpResponseCode", 503)
        .containsEntry("Retry-After", 5);
  }

  @Test
  void keepTheDetailsOfAFaultToThemselves() throws Exception {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("secret"));

    answers.broken(exchange);

    assertThat(body().path("statusCode").asInt()).isEqualTo(500);
    assertThat(body().toString()).doesNotContain("secret");
  }

  private JsonNode body() throws Exception {
    return MailJson.mapper().readTree(exchange.getMessage().getBody(byte[].class));
  }
}

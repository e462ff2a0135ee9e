package io.dromail.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.Envelope;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import io.dromail.mail.TraceParent;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Writes what the API answers, as the contract has it: accepted mails, and errors as {@code
 * {"statusCode", "name", "message", "details"}}. Nothing of the request's headers survives.
 * Stateless.
 */
public final class Answers {

  private static final int RETRY_AFTER_SECONDS = 5;
  private static final String TRACE = "trace_id";

  /** 202 for one mail. */
  public void accepted(Exchange exchange) throws JsonProcessingException {
    Envelope envelope = exchange.getVariable("envelope", Envelope.class);
    ObjectNode body = MailJson.mapper().createObjectNode();
    body.put("id", envelope.id());
    body.put("status", "queued");
    body.put("message_id", envelope.messageId());
    body.put("created_at", envelope.acceptedAt().toString());
    body.put(TRACE, envelope.traceId());
    answer(exchange.getMessage(), 202, body);
    exchange.getMessage().setHeader("Location", "/v1/emails/" + envelope.id());
    exchange.getMessage().setHeader(TraceParent.HEADER, exchange.getVariable(TraceParent.HEADER));
  }

  /**
   * 202 for a batch; the body holds its envelopes, in the request's order. They are in one trace if
   * the request came in one, else each in its own.
   */
  public void acceptedBatch(Exchange exchange) throws JsonProcessingException {
    ObjectNode body = MailJson.mapper().createObjectNode();
    ArrayNode data = body.putArray("data");
    for (Object each : exchange.getMessage().getBody(List.class)) {
      Envelope envelope = (Envelope) each;
      data.addObject().put("id", envelope.id()).put(TRACE, envelope.traceId());
    }
    answer(exchange.getMessage(), 202, body);
    setTrace(exchange.getMessage(), body);
  }

  /** What was answered to the same request before, with the trace that it has begun. */
  public void replayed(Exchange exchange) throws JsonProcessingException {
    KeptAnswer kept = exchange.getVariable("answered", KeptAnswer.class);
    Message message = exchange.getMessage();
    answer(message, kept.status(), kept.body().getBytes(StandardCharsets.UTF_8));
    message.setHeader("Idempotent-Replayed", "true");
    if (kept.location() != null) {
      message.setHeader("Location", kept.location());
    }
    setTrace(message, MailJson.mapper().readTree(kept.body()));
  }

  /** The trace of all mails of an answer, if it's one. */
  private static void setTrace(Message message, JsonNode body) {
    Set<String> traces = new HashSet<>(body.findValuesAsText(TRACE));
    if (traces.size() == 1) {
      message.setHeader(TraceParent.HEADER, TraceParent.of(traces.iterator().next()).text());
    }
  }

  /** What {@link Refused} says. */
  public void refused(Exchange exchange) throws JsonProcessingException {
    Refused refused = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Refused.class);
    answer(exchange.getMessage(), refused.status(), error(refused));
    if (refused.status() == 429) {
      exchange.getMessage().setHeader("Retry-After", 1);
    } else if (refused.status() == 503) {
      exchange.getMessage().setHeader("Retry-After", RETRY_AFTER_SECONDS);
    } else if (refused.status() == 401) {
      exchange.getMessage().setHeader("WWW-Authenticate", "Bearer, Basic realm=\"Dromail\"");
    }
  }

  /** 503: nothing is confirmed, and sending again is safe. */
  public void unavailable(Exchange exchange) throws JsonProcessingException {
    answer(
        exchange.getMessage(),
        503,
        error(
            Refused.because(
                503,
                "queue_unavailable",
                "The mail was not queued; try again in " + RETRY_AFTER_SECONDS + " seconds.")));
    exchange.getMessage().setHeader("Retry-After", RETRY_AFTER_SECONDS);
  }

  /** 500: a fault of ours; its details are in the log only. */
  public void broken(Exchange exchange) throws JsonProcessingException {
    answer(
        exchange.getMessage(),
        500,
        error(Refused.because(500, "internal_error", "Something is wrong with the gateway.")));
  }

  /** The error body of the contract. */
  static ObjectNode error(Refused refused) {
    ObjectNode body = MailJson.mapper().createObjectNode();
    body.put("statusCode", refused.status());
    body.put("name", refused.name());
    body.put("message", refused.getMessage());
    ArrayNode details = body.putArray("details");
    for (Refused.Detail detail : refused.details()) {
      details.addObject().put("field", detail.field()).put("reason", detail.reason());
    }
    return body;
  }

  private static void answer(Message message, int status, ObjectNode body)
      throws JsonProcessingException {
    answer(message, status, MailJson.mapper().writeValueAsBytes(body));
  }

  private static void answer(Message message, int status, byte[] body) {
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    message.setBody(body);
  }
}

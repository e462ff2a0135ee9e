package io.dromail.failures;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dromail.mail.MailJson;
import io.dromail.mail.TraceParent;
import org.apache.camel.Exchange;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;

/**
 * Writes dead letters: the job for those who didn't get the mail, and beside it, in headers, why.
 * Stateless.
 */
public final class DeadLetters {

  /** Turns the exchange, whose body is the outcome, into its dead letter. */
  public void address(Exchange exchange) throws JsonProcessingException {
    Outcome outcome = exchange.getMessage().getBody(Outcome.class);
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().getHeaders().putAll(outcome.letter());
    if (outcome.job() == null) {
      exchange.getMessage().setBody(exchange.getVariable("job"));
    } else {
      exchange.getMessage().setBody(MailJson.mapper().writeValueAsBytes(outcome.job()));
      exchange.getMessage().setHeader(SpringRabbitMQConstants.MESSAGE_ID, outcome.job().id());
      exchange.getMessage().setHeader(TraceParent.HEADER, outcome.job().traceparent());
    }
    exchange.getMessage().setHeader(SpringRabbitMQConstants.CONTENT_TYPE, "application/json");
  }
}

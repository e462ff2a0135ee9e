package io.dromail.enrich;

import io.dromail.mail.Envelope;
import io.dromail.mail.TemplateCall;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Lays out what the steps of a lane decide on as variables: the envelope, the mail's id, and its
 * template if it has one. Stateless.
 */
public final class EnvelopeOpener implements Processor {

  @Override
  public void process(Exchange exchange) {
    Envelope envelope = exchange.getMessage().getBody(Envelope.class);
    TemplateCall template = envelope.mail().template();
    exchange.setVariable("envelope", envelope);
    exchange.setVariable("id", envelope.id());
    exchange.setVariable("template", template == null ? null : template.id());
  }
}

package io.dromail.ingest;

import io.dromail.mail.Envelope;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the mail in the variable {@code envelope} as accepted, one line. Thread-safe. */
public final class AcceptanceLog implements Processor {

  private static final Logger LOG = LoggerFactory.getLogger("io.dromail.outcome");

  @Override
  public void process(Exchange exchange) {
    Envelope envelope = exchange.getVariable("envelope", Envelope.class);
    LOG.atInfo()
        .setMessage("accepted {}, trace {}")
        .addArgument(envelope.id())
        .addArgument(envelope.traceId())
        .addKeyValue("event.action", "accepted")
        .addKeyValue("mail.id", envelope.id())
        .addKeyValue("trace.id", envelope.traceId())
        .addKeyValue("lane", envelope.lane())
        .addKeyValue("tenant", envelope.tenant())
        .log();
  }
}

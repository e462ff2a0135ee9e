package io.dromail.failures;

import io.dromail.mail.Envelope;
import io.dromail.mail.MailEvent;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs the outcome in the variable {@code outcome}, one line each: sent, again, dead. Fields say
 * which mail and trace, and what the server said. Thread-safe.
 */
public final class OutcomeLog implements Processor {

  private static final Logger LOG = LoggerFactory.getLogger("io.dromail.outcome");

  @Override
  public void process(Exchange exchange) {
    Outcome outcome = exchange.getVariable("outcome", Outcome.class);
    Level level = outcome.isDead() ? Level.WARN : Level.INFO;
    if (LOG.isEnabledForLevel(level)) {
      LoggingEventBuilder line = LOG.makeLoggingEventBuilder(level);
      mail(line, exchange.getVariable("envelope", Envelope.class));
      words(line, exchange.getVariable("id", String.class), outcome);
      if (outcome.event() != null) {
        attempt(line, outcome.event());
      }
      line.log();
    }
  }

  private static void words(LoggingEventBuilder line, String id, Outcome outcome) {
    if (outcome.isRetried()) {
      line.setMessage("again in {} {}").addArgument(outcome.delay()).addArgument(id);
      line.addKeyValue("event.action", "deferred").addKeyValue("delay", outcome.delay());
    } else if (outcome.isDead()) {
      Map<String, Object> letter = outcome.letter();
      Object reason = letter.get("Dromail-Failure");
      line.setMessage("dead {}: {} in {}: {}");
      // A job that can't be read has no id, but its letter has.
      line.addArgument(id == null ? "letter " + letter.get("Dromail-Letter") : id);
      line.addArgument(reason);
      line.addArgument(letter.get("Dromail-Step")).addArgument(letter.get("Dromail-Cause"));
      line.addKeyValue("event.action", reason.equals("unknown") ? "unknown" : "dead");
      line.addKeyValue("reason", reason);
    } else {
      line.setMessage("sent {}").addArgument(id).addKeyValue("event.action", "sent");
    }
  }

  private static void mail(LoggingEventBuilder line, Envelope envelope) {
    if (envelope != null) {
      line.addKeyValue("mail.id", envelope.id());
      line.addKeyValue("trace.id", envelope.traceId());
      line.addKeyValue("lane", envelope.lane());
      line.addKeyValue("mail.attempt", envelope.attempt());
    }
  }

  private static void attempt(LoggingEventBuilder line, MailEvent event) {
    line.addKeyValue("mail.to", String.join(", ", event.recipients()));
    if (event.profile() != null) {
      line.addKeyValue("profile", event.profile());
    }
    line.addKeyValue(event.replyCode() > 0 ? "smtp.reply" : "error.message", event.replyText());
  }
}

package io.dromail.ingest;

import com.github.f4b6a3.uuid.UuidCreator;
import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.TraceParent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/**
 * Puts an accepted mail into its envelope: the id, the Message-ID of all its attempts, its lane.
 * Stateless.
 */
public final class Sealer {

  /**
   * Seals a mail, and lays out its id, its lane and its trace as variables for the steps that
   * follow.
   *
   * @param id from a job file or an idempotency key, or null for a new one (UUIDv7, RFC 9562
   *     section 5.7)
   * @param again whether the mail may have been published before; null if not
   */
  public Envelope seal(
      Exchange exchange,
      @Body Mail mail,
      @Variable("tenant") String tenant,
      @Variable("mailId") UUID id,
      @Variable("again") Boolean again) {
    UUID uuid = id != null ? id : UuidCreator.getTimeOrderedEpoch();
    String text = uuid.toString();
    exchange.setVariable("id", text);
    exchange.setVariable("lane", mail.stream());
    TraceParent given = TraceParent.read(exchange.getVariable(TraceParent.HEADER, String.class));
    TraceParent trace = given == null ? TraceParent.of(text.replace("-", "")) : given;
    exchange.setVariable(TraceParent.HEADER, trace.text());
    Envelope envelope =
        new Envelope(
            text,
            "<" + text + "@" + mail.from().domain() + ">",
            tenant,
            mail.stream(),
            trace.traceId(),
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            mail);
    return Boolean.TRUE.equals(again) ? envelope.maybeAgain() : envelope;
  }
}

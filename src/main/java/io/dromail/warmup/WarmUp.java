package io.dromail.warmup;

import io.dromail.mail.OutgoingMail;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Gives the route {@code warm-up} a request as long as it's to go on and this process has nothing
 * else in work. One exchange at a time.
 */
public final class WarmUp implements Processor {

  private final byte[] request;
  private final AtomicInteger made = new AtomicInteger();
  private boolean failed;

  /** Reads the request that comes with the program. */
  public WarmUp() {
    try (InputStream file = WarmUp.class.getResourceAsStream("mail.json")) {
      request = Objects.requireNonNull(file, "mail.json").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a request the body; ends the exchange instead if anything else is in work. */
  @Override
  public void process(Exchange exchange) {
    boolean alone = exchange.getContext().getInflightRepository().size() == 1;
    if (alone && !failed) {
      exchange.getMessage().setBody(request);
      exchange.getExchangeExtension().addOnCompletion(new Made());
    } else {
      exchange.setRouteStop(true);
    }
  }

  /** Writes a finished mail, to nowhere. */
  public void write(Exchange exchange) throws IOException, MessagingException {
    exchange
        .getMessage()
        .getBody(OutgoingMail.class)
        .writeTo(OutputStream.nullOutputStream(), null);
  }

  /** How many mails it has led through. */
  public int made() {
    return made.get();
  }

  private final class Made extends SynchronizationAdapter {

    @Override
    public void onComplete(Exchange exchange) {
      made.incrementAndGet();
    }

    /** One is told about by Camel; thousands would be, too. */
    @Override
    public void onFailure(Exchange exchange) {
      failed = true;
    }
  }
}

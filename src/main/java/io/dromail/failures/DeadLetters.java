package io.dromail.failures;

import freemarker.template.TemplateException;
import io.dromail.mail.Envelope;
import io.dromail.mail.SmtpFailure;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;

/**
 * Asks {@link FailureClassifier} on behalf of the routes, and addresses dead letters: the job as it
 * came, and beside it, in headers, why it failed. Stateless.
 */
public final class DeadLetters {

  private final FailureClassifier classifier;

  /** With the class that decides. */
  public DeadLetters(FailureClassifier classifier) {
    this.classifier = classifier;
  }

  /** Whether it's a lane's job, and another attempt in this process makes sense. */
  public boolean isTransient(Exchange exchange) {
    return isJob(exchange) && kind(exchange, thrown(exchange)) == FailureKind.TRANSIENT;
  }

  /**
   * Whether it's a lane's job, and attempts are over; false if this process is only stopping, so
   * that the job stays.
   */
  public boolean isFinal(Exchange exchange) {
    return isJob(exchange) && kind(exchange, thrown(exchange)) != FailureKind.INTERRUPTED;
  }

  /**
   * Turns the failed exchange into its dead letter.
   *
   * @throws Exception the cause, if this process is stopping: the job then stays in its queue
   */
  public void address(Exchange exchange) throws Exception {
    Exception cause = thrown(exchange);
    FailureKind kind = kind(exchange, cause);
    if (kind == FailureKind.INTERRUPTED) {
      throw cause;
    }
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setBody(exchange.getVariable("job"));
    Map<String, Object> headers = exchange.getMessage().getHeaders();
    headers.put("Dromail-Failure", kind.name().toLowerCase(Locale.ROOT));
    headers.put("Dromail-Cause", words(cause));
    headers.put("Dromail-Reply-Code", replyCode(cause));
    headers.put("Dromail-Step", exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class));
    headers.put("Dromail-Attempts", attempts(exchange));
    headers.put("Dromail-Failed-At", Instant.now().toString());
    headers.put("Dromail-Lane", exchange.getVariable("lane", String.class));
    if (exchange.getVariable("envelope") instanceof Envelope envelope) {
      headers.put(SpringRabbitMQConstants.MESSAGE_ID, envelope.id());
    }
  }

  private static boolean isJob(Exchange exchange) {
    return exchange.getVariable("job") != null;
  }

  private FailureKind kind(Exchange exchange, Exception thrown) {
    FailureKind kind = classifier.classify(thrown);
    boolean stopping = exchange.getContext().isStopping() || exchange.getContext().isStopped();
    return kind == FailureKind.TRANSIENT && stopping ? FailureKind.INTERRUPTED : kind;
  }

  private static Exception thrown(Exchange exchange) {
    Exception now = exchange.getException();
    return now != null ? now : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
  }

  private static int attempts(Exchange exchange) {
    Integer attempts = exchange.getVariable(Attempts.VARIABLE, Integer.class);
    return attempts == null ? 1 : attempts;
  }

  private static int replyCode(Throwable cause) {
    for (Throwable e = cause; e != null; e = e.getCause()) {
      if (e instanceof SmtpFailure smtp && smtp.replyCode() > 0) {
        return smtp.replyCode();
      }
    }
    return 0;
  }

  /** The cause as a person reads it: for a template, where it broke and at which expression. */
  private static String words(Throwable cause) {
    for (Throwable e = cause; e != null; e = e.getCause()) {
      if (e instanceof TemplateException template) {
        return "template %s, line %d: %s is missing or not usable"
            .formatted(
                template.getTemplateSourceName(),
                template.getLineNumber(),
                template.getBlamedExpressionString());
      }
    }
    String words = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return words.lines().findFirst().orElse(words);
  }
}

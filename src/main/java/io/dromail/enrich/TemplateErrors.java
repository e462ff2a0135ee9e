package io.dromail.enrich;

import freemarker.core.InvalidReferenceException;
import freemarker.core.ParseException;
import freemarker.template.TemplateException;
import freemarker.template.TemplateNotFoundException;
import io.dromail.mail.Envelope;
import io.dromail.mail.Refused;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;

/**
 * Tells the sender of a request that waits for a rendering what is wrong with the template: which
 * template, which line, which variable. A mail in a lane has no such sender; it fails for good.
 * Stateless.
 */
public final class TemplateErrors {

  private static final String IN_A_MAIL = "template.variables";
  private static final String HINTS =
      " Check if .*|,? but was expecting .*| Help \\(latest .*| +\\(See FreeMarker .*";
  private static final Pattern PATH =
      Pattern.compile("[\\p{L}_$][\\w$.\\[\\]]*", Pattern.UNICODE_CHARACTER_CLASS);

  /** Whether a request over HTTP failed because of its template. */
  public boolean isOne(Exchange exchange) {
    return "http".equals(exchange.getVariable("door")) && find(thrown(exchange)) != null;
  }

  /**
   * Puts a refusal in place of what was thrown, for the step that tells it. The variable {@code
   * variablesAt} says where the request has its variables, if not where a mail has them.
   */
  public void refuse(Exchange exchange) {
    Envelope envelope = exchange.getVariable("envelope", Envelope.class);
    String variablesAt = exchange.getVariable("variablesAt", IN_A_MAIL, String.class);
    exchange.setProperty(
        Exchange.EXCEPTION_CAUGHT,
        refused(envelope.mail().template().id(), thrown(exchange), variablesAt));
  }

  /**
   * Says it as the contract does: {@code template_error}, or {@code unknown_template}, which is
   * {@code not_found} where the path names the template.
   *
   * @param thrown with a cause that {@link #find} finds
   * @param variablesAt the field of the request that has the variables
   */
  static Refused refused(String template, Exception thrown, String variablesAt) {
    Exception error = find(thrown);
    String whole = variablesAt.replaceFirst("\\.?variables$", "");
    if (error instanceof UnknownTemplate) {
      return whole.isEmpty()
          ? Refused.because(404, "not_found", "There is no template " + template + ".")
          : Refused.field("unknown_template", whole + ".id", error.getMessage());
    }
    String variable =
        error instanceof TemplateException e ? variable(e.getBlamedExpressionString()) : null;
    String reason = reason(error);
    return new Refused(
        422,
        "template_error",
        "template " + template + ": " + (variable == null ? "" : variable + " ") + reason,
        List.of(
            new Refused.Detail(variable == null ? whole : variablesAt + "." + variable, reason)));
  }

  /** The error of FreeMarker's, or of ours, that an exception comes from; null if it's another. */
  static Exception find(Throwable thrown) {
    return Stream.of(
            ParseException.class,
            TemplateException.class,
            TemplateNotFoundException.class,
            UnknownTemplate.class)
        .map(type -> (Exception) ObjectHelper.getException(type, thrown))
        .filter(error -> error != null)
        .findFirst()
        .orElse(null);
  }

  private static String reason(Exception error) {
    if (error instanceof ParseException e) {
      return at(firstLine(e.getEditorMessage()), e.getTemplateName(), e.getLineNumber());
    }
    if (error instanceof TemplateException e) {
      String what =
          e instanceof InvalidReferenceException && variable(e.getBlamedExpressionString()) != null
              ? "is missing"
              : firstLine(e.getMessageWithoutStackTop());
      return at(what, e.getTemplateSourceName(), e.getLineNumber());
    }
    return firstLine(error.getMessage());
  }

  private static String at(String what, String file, Integer line) {
    return file == null || line == null ? what : what + ": " + file + ", line " + line;
  }

  /** Without FreeMarker's hints and its stack of instructions. */
  private static String firstLine(String message) {
    String text = message == null ? "" : message;
    return text.strip()
        .lines()
        .findFirst()
        .orElse("can't be rendered")
        .replaceFirst(HINTS, "")
        .replaceFirst("[:.]+$", "");
  }

  /** The expression, if it's a path through the variables and nothing more. */
  private static String variable(String expression) {
    return expression != null && PATH.matcher(expression).matches() ? expression : null;
  }

  private static Exception thrown(Exchange exchange) {
    Exception now = exchange.getException();
    return now != null ? now : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
  }
}

package io.dromail.failures;

import com.fasterxml.jackson.core.JsonProcessingException;
import freemarker.core.ParseException;
import freemarker.template.MalformedTemplateNameException;
import freemarker.template.TemplateException;
import freemarker.template.TemplateNotFoundException;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import jakarta.mail.internet.AddressException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * Decides whether a failure is transient, permanent or unknown: by reply code and enhanced code
 * (RFC 5321 section 4.2, RFC 3463), by the stage of the transaction, and else by what was thrown.
 * The only class that does. Stateless.
 */
public final class FailureClassifier {

  /** Authentication or STARTTLS required (RFC 4954 section 6, RFC 3207 section 4). */
  private static final int LOGIN_MISSING = 530;

  /**
   * Enhanced codes that are temporary though their reply code says otherwise: mailbox full, and
   * Gmail's daily limit.
   */
  private static final List<String> TEMPORARY_IN_TRUTH = List.of("5.2.2", "5.4.5");

  /** Enhanced codes that are permanent though their reply code says otherwise: too big. */
  private static final List<String> PERMANENT_IN_TRUTH = List.of("4.3.4", "4.2.3");

  private static final List<Class<? extends Exception>> PERMANENT =
      List.of(
          PermanentFailure.class,
          TemplateException.class,
          ParseException.class,
          TemplateNotFoundException.class,
          MalformedTemplateNameException.class,
          JsonProcessingException.class,
          AddressException.class);

  /** Judges what a step threw; the whole chain of causes counts. */
  FailureKind classify(Reply r) {
    return classify(new SmtpFailure(r.stage(), r.code(), r.enhanced(), r.text(), null));
  }

  public FailureKind classify(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SmtpFailure smtp) {
        return classify(smtp);
      }
      if (cause instanceof InterruptedException || cause instanceof RejectedExecutionException) {
        return FailureKind.INTERRUPTED;
      }
      if (isPermanent(cause)) {
        return FailureKind.PERMANENT;
      }
    }
    return FailureKind.TRANSIENT;
  }

  private static boolean isPermanent(Throwable thrown) {
    return PERMANENT.stream().anyMatch(type -> type.isInstance(thrown));
  }

  private static FailureKind classify(SmtpFailure failure) {
    if (failure.replyCode() < 0) {
      return failure.stage() == Stage.END_OF_DATA ? FailureKind.UNKNOWN : FailureKind.TRANSIENT;
    }
    if (failure.stage() == Stage.CONNECT
        || failure.stage() == Stage.LOGIN
        || failure.replyCode() == LOGIN_MISSING) {
      // The server refuses us, not this mail.
      return FailureKind.TRANSIENT;
    }
    if (PERMANENT_IN_TRUTH.contains(failure.enhancedCode())) {
      return FailureKind.PERMANENT;
    }
    if (TEMPORARY_IN_TRUTH.contains(failure.enhancedCode())) {
      return FailureKind.TRANSIENT;
    }
    return failure.replyCode() >= 500 ? FailureKind.PERMANENT : FailureKind.TRANSIENT;
  }
}

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
import java.util.regex.Pattern;

/**
 * Decides whether a failure is transient, permanent or unknown: by reply code and enhanced code
 * (RFC 5321 section 4.2, RFC 3463), by the stage of the transaction, and else by what was thrown.
 * The only class that does. Stateless.
 */
public final class FailureClassifier {

  /** Authentication or STARTTLS required (RFC 4954 section 6, RFC 3207 section 4). */
  private static final int LOGIN_MISSING = 530;

  /**
   * Enhanced codes that are temporary though their reply code says otherwise: mailbox full; the
   * daily limits of Gmail (5.4.5) and Microsoft 365 (5.1.90, 5.7.232, 5.7.233), whose 5.7.705 and
   * 5.7.708 block the whole tenant until somebody frees it; the recipient's limits there (5.2.121,
   * 5.2.122).
   */
  private static final List<String> TEMPORARY_IN_TRUTH =
      List.of(
          "5.2.2", "5.4.5", "5.1.90", "5.7.232", "5.7.233", "5.7.705", "5.7.708", "5.2.121",
          "5.2.122");

  /**
   * Words that say the same where the codes don't: Tencent's limits are 550 without an enhanced
   * code, Microsoft's submission quota is 5.2.0, and many a full mailbox is a bare 552.
   */
  private static final Pattern TEMPORARY_IN_WORDS =
      Pattern.compile(
          "frequency limited|mail rate exceeded|mailbox unavailable or access denied"
              + "|SubmissionQuotaExceeded|(sending|message) (limit|quota) exceeded"
              + "|mailbox (is )?full|over ?quota|quota exceeded",
          Pattern.CASE_INSENSITIVE);

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
  public FailureKind classify(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SmtpFailure smtp) {
        return classify(Reply.of(smtp));
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

  /** Judges what a server said, about a mail or about one of its recipients. */
  public FailureKind classify(Reply reply) {
    if (reply.code() < 0) {
      return reply.stage() == Stage.END_OF_DATA ? FailureKind.UNKNOWN : FailureKind.TRANSIENT;
    }
    if (reply.stage() == Stage.CONNECT
        || reply.stage() == Stage.LOGIN
        || reply.code() == LOGIN_MISSING) {
      // The server refuses us, not this mail.
      return FailureKind.TRANSIENT;
    }
    if (PERMANENT_IN_TRUTH.contains(reply.enhanced())) {
      return FailureKind.PERMANENT;
    }
    if (TEMPORARY_IN_TRUTH.contains(reply.enhanced())
        || TEMPORARY_IN_WORDS.matcher(reply.text()).find()) {
      return FailureKind.TRANSIENT;
    }
    return reply.code() >= 500 ? FailureKind.PERMANENT : FailureKind.TRANSIENT;
  }

  private static boolean isPermanent(Throwable thrown) {
    return PERMANENT.stream().anyMatch(type -> type.isInstance(thrown));
  }
}

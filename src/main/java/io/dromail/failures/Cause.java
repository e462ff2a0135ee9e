package io.dromail.failures;

import freemarker.template.TemplateException;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpTransaction.Refusal;

/**
 * Why an attempt failed.
 *
 * @param replyCode the server's reply (RFC 5321 section 4.2), or 0 without one
 * @param enhancedCode the enhanced status code (RFC 3463), or empty
 * @param words one line for the operator
 */
record Cause(int replyCode, String enhancedCode, String words) {

  /** Of what was thrown; for a template, where it broke and at which expression. */
  static Cause of(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof TemplateException template) {
        return without(
            "template %s, line %d: %s is missing or not usable"
                .formatted(
                    template.getTemplateSourceName(),
                    template.getLineNumber(),
                    template.getBlamedExpressionString()));
      }
      if (e instanceof SmtpFailure smtp) {
        return new Cause(
            Math.max(0, smtp.replyCode()), smtp.enhancedCode(), oneLine(smtp.getMessage()));
      }
    }
    return without(thrown.getMessage() == null ? thrown.toString() : thrown.getMessage());
  }

  /** Of a refused recipient. */
  static Cause of(String host, Refusal refusal) {
    return new Cause(
        refusal.replyCode(),
        refusal.enhancedCode(),
        oneLine(host + " did not take the mail: " + refusal.address() + ": " + refusal.text()));
  }

  private static Cause without(String words) {
    return new Cause(0, "", oneLine(words));
  }

  private static String oneLine(String words) {
    return words.lines().findFirst().orElse(words);
  }
}

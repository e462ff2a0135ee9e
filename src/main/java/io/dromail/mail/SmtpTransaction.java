package io.dromail.mail;

import java.util.List;

/**
 * What an SMTP transaction (RFC 5321 section 3.3) came to.
 *
 * @param profile the SMTP profile
 * @param host the server, as host:port
 * @param tls {@code TLS}, or null for clear text
 * @param durationMs from MAIL to the last reply, in milliseconds
 * @param replyText the server's last words, or empty
 * @param accepted the addresses for which the server took the mail
 * @param refused the addresses that it refused one by one (RCPT); neither list holds those that
 *     share the transaction's own failure
 */
public record SmtpTransaction(
    String profile,
    String host,
    String tls,
    long durationMs,
    String replyText,
    List<String> accepted,
    List<Refusal> refused) {

  /**
   * The one behind a failure: with nobody served if the server wasn't reached, and null if none was
   * asked.
   */
  public static SmtpTransaction in(Throwable thrown) {
    SmtpFailure failure = SmtpFailure.in(thrown);
    if (failure == null || failure.transaction() != null || failure.profile() == null) {
      return failure == null ? null : failure.transaction();
    }
    return new SmtpTransaction(
        failure.profile(), failure.host(), null, 0, "", List.of(), List.of());
  }

  /**
   * The server's reply to RCPT for one recipient.
   *
   * @param replyCode RFC 5321 section 4.2
   * @param enhancedCode RFC 3463, or empty
   * @param text the whole reply
   */
  public record Refusal(String address, int replyCode, String enhancedCode, String text) {}
}

package io.dromail.mail;

import jakarta.mail.MessagingException;

/**
 * An SMTP transaction that failed: how far it had come and what the server said. The one form in
 * which the sender reports failures, whatever the library threw.
 */
public final class SmtpFailure extends MessagingException {

  private static final long serialVersionUID = 1L;

  private final Stage stage;
  private final int replyCode;
  private final String enhancedCode;
  private final transient SmtpTransaction transaction;
  private String profile;
  private String host;

  /**
   * A failed transaction.
   *
   * @param stage where it failed
   * @param replyCode the server's reply (RFC 5321 section 4.2), or -1 without one
   * @param enhancedCode the enhanced status code (RFC 3463), or empty
   * @param message one sentence with the server's words
   * @param cause what the library threw
   */
  public SmtpFailure(
      Stage stage, int replyCode, String enhancedCode, String message, Exception cause) {
    super(message, cause);
    this.stage = stage;
    this.replyCode = replyCode;
    this.enhancedCode = enhancedCode;
    this.transaction = null;
  }

  /** The same failure, with what the transaction came to for each recipient. */
  public SmtpFailure(SmtpFailure failure, SmtpTransaction transaction) {
    super(failure.getMessage(), (Exception) failure.getCause());
    this.stage = failure.stage;
    this.replyCode = failure.replyCode;
    this.enhancedCode = failure.enhancedCode;
    this.transaction = transaction;
    this.profile = failure.profile;
    this.host = failure.host;
  }

  /**
   * Notes where it happened.
   *
   * @param smtpProfile the name of the SMTP profile
   * @param server as host:port
   */
  public SmtpFailure at(String smtpProfile, String server) {
    profile = smtpProfile;
    host = server;
    return this;
  }

  /** The name of the SMTP profile, or null. */
  public String profile() {
    return profile;
  }

  /** The server as host:port, or null. */
  public String host() {
    return host;
  }

  /** What the transaction came to for each recipient, or null if there was none. */
  public SmtpTransaction transaction() {
    return transaction;
  }

  /** The one in a chain of causes, or null. */
  public static SmtpFailure in(Throwable thrown) {
    Throwable cause = thrown;
    while (cause != null && !(cause instanceof SmtpFailure)) {
      cause = cause.getCause();
    }
    return (SmtpFailure) cause;
  }

  /** Where the transaction failed. */
  public Stage stage() {
    return stage;
  }

  /** Whether the server was asked nothing about the mail: another server may still be. */
  public boolean isBeforeTransaction() {
    return stage == Stage.CONNECT || stage == Stage.LOGIN;
  }

  /** The server's reply code, or -1 without one. */
  public int replyCode() {
    return replyCode;
  }

  /**
   * Whether the credentials are no good, for now or for ever; not whether logging in failed
   * otherwise.
   */
  public boolean refusesLogin() {
    return stage == Stage.LOGIN && replyCode >= 500;
  }

  /** The enhanced status code, such as {@code 5.1.1}, or empty. */
  public String enhancedCode() {
    return enhancedCode;
  }

  /** How far a transaction has come. */
  public enum Stage {
    /** Connecting, TLS, greeting. */
    CONNECT,
    /** Logging in (RFC 4954). */
    LOGIN,
    /** MAIL, RCPT, DATA and the content, before the final dot: nothing is accepted yet. */
    TRANSACTION,
    /** After the final dot, before its reply: without a reply nobody knows. */
    END_OF_DATA
  }
}

package io.dromail.send;

import io.dromail.mail.OutgoingMail;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * One connection to a server, used by one thread at a time. It knows how far a transaction has
 * come, so that a lost reply after the final dot isn't taken for a failure.
 */
final class SmtpConnection extends SMTPTransport {

  private final SmtpUrl server;
  private final long openedAt = System.nanoTime();
  private Stage stage = Stage.CONNECT;
  private int mails;
  private boolean broken;
  private boolean transactionBegun;

  SmtpConnection(Session session, SmtpUrl server) {
    super(
        session,
        null,
        session.getProperty("mail.transport.protocol"),
        server.tls() == SmtpUrl.Tls.IMPLICIT);
    this.server = server;
  }

  /** Connects and logs in. */
  void open() throws SmtpFailure {
    try {
      connect(server.host(), server.port(), server.user(), server.password());
    } catch (MessagingException e) {
      broken = true;
      throw SmtpFailures.of(Stage.CONNECT, server, e);
    }
  }

  /** Sends a mail in one transaction. */
  void send(OutgoingMail mail) throws SmtpFailure {
    stage = Stage.TRANSACTION;
    transactionBegun = false;
    mails++;
    try {
      sendMessage(mail, mail.envelopeTo().toArray(Address[]::new));
    } catch (MessagingException e) {
      SmtpFailure failure = SmtpFailures.of(stage, server, e);
      broken = failure.replyCode() < 0 || failure.replyCode() == 421;
      throw failure;
    }
  }

  /**
   * Whether the server had closed the connection before this transaction began, with or without a
   * 421 (RFC 5321 section 3.8): then nothing of the mail has been answered, and a new connection is
   * due.
   */
  boolean wasStale(SmtpFailure failure) {
    return mails > 1
        && !transactionBegun
        && failure.stage() == Stage.TRANSACTION
        && (failure.replyCode() < 0 || failure.replyCode() == 421);
  }

  /** Whether the connection may take another mail. */
  boolean isFresh(int mailsAtMost, Duration age) {
    return !broken && mails < mailsAtMost && System.nanoTime() - openedAt < age.toNanos();
  }

  @Override
  protected void rcptTo() throws MessagingException {
    transactionBegun = true;
    super.rcptTo();
  }

  @Override
  protected void finishData() throws java.io.IOException, MessagingException {
    stage = Stage.END_OF_DATA;
    super.finishData();
  }
}

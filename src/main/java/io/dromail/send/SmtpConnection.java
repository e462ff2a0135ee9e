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
 * One connection to a server, used by one thread at a time. It knows how far a transaction has come,
 * so that a lost reply after the final dot isn't taken for a failure.
 */
final class SmtpConnection extends SMTPTransport {

  private final SmtpUrl server;
  private final long openedAt = System.nanoTime();
  private Stage stage = Stage.CONNECT;
  private int mails;
  private boolean broken;

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
    mails++;
    try {
      sendMessage(mail, mail.envelopeTo().toArray(Address[]::new));
    } catch (MessagingException e) {
      SmtpFailure failure = SmtpFailures.of(stage, server, e);
      broken = failure.replyCode() < 0 || failure.replyCode() == 421;
      throw failure;
    }
  }

  /** Whether the connection may take another mail. */
  boolean isFresh(int mailsAtMost, Duration age) {
    return !broken && mails < mailsAtMost && System.nanoTime() - openedAt < age.toNanos();
  }

  @Override
  protected void finishData() throws java.io.IOException, MessagingException {
    stage = Stage.END_OF_DATA;
    super.finishData();
  }
}

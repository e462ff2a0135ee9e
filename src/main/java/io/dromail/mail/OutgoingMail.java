package io.dromail.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.List;

/**
 * A finished mail with its SMTP envelope (RFC 5321 section 2.3.1). The envelope is apart from the
 * header, so that a blind copy never has to be in the mail, and the Message-ID is the given one
 * however often the mail is saved.
 */
public final class OutgoingMail extends MimeMessage {

  private final String id;
  private final String messageId;
  private final List<InternetAddress> envelopeTo;
  private SmtpTransaction transaction;

  /**
   * An empty mail for the given envelope.
   *
   * @param id Dromail's id, for the log
   * @param messageId with angle brackets
   */
  public OutgoingMail(
      Session session, String id, String messageId, List<InternetAddress> envelopeTo) {
    super(session);
    this.id = id;
    this.messageId = messageId;
    this.envelopeTo = List.copyOf(envelopeTo);
  }

  /** Dromail's id. */
  public String id() {
    return id;
  }

  /** The addresses of RCPT TO. */
  public List<InternetAddress> envelopeTo() {
    return envelopeTo;
  }

  /** What sending it came to, or null if it wasn't sent. */
  public SmtpTransaction transaction() {
    return transaction;
  }

  /** Notes that it was sent. */
  public void sent(SmtpTransaction how) {
    transaction = how;
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", messageId);
  }
}

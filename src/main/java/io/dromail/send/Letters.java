package io.dromail.send;

import io.dromail.mail.OutgoingMail;
import io.dromail.smtp.Letter;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.OutputStream;

/** Makes letters of finished mails. Stateless. */
final class Letters {

  /** What is in a mail for others than its recipients. */
  private static final String[] NOT_SENT = {"Bcc", "Content-Length"};

  private Letters() {}

  /** A mail with its envelope, from its first author. */
  static Letter of(OutgoingMail mail) throws IOException, MessagingException {
    Address[] from = mail.getFrom();
    if (from == null || from.length == 0) {
      throw new MessagingException("the mail has no From");
    }
    return new Letter(
        ((InternetAddress) from[0]).getAddress(),
        mail.recipients(),
        mail.needsSmtpUtf8(),
        out -> write(mail, out));
  }

  private static void write(OutgoingMail mail, OutputStream out) throws IOException {
    try {
      mail.writeTo(out, NOT_SENT);
    } catch (MessagingException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}

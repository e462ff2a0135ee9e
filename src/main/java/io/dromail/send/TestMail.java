package io.dromail.send;

import io.dromail.mail.Diagnosis;
import io.dromail.mail.OutgoingMail;
import io.dromail.mail.SmtpFailure;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/**
 * A small mail that says what it is.
 *
 * @param profile the SMTP profile that it tests
 */
record TestMail(String profile, String from, String to) {

  /** Sends it over an open connection. */
  Diagnosis send(SmtpConnection connection) {
    try {
      OutgoingMail mail = mail(OutgoingMail.session(false));
      connection.send(mail);
      return Diagnosis.good(
          Probe.MAIL, "To " + to + ", from " + from + ": " + mail.transaction().replyText());
    } catch (SmtpFailure e) {
      return Diagnosis.wrong(
          Probe.MAIL,
          "To " + to + ", from " + from + ": " + e.getMessage(),
          "./dromail retry explain \"<the reply>\" tells what would become of such a mail.");
    } catch (MessagingException e) {
      return Diagnosis.wrong(Probe.MAIL, "It can't be composed: " + e.getMessage(), "");
    }
  }

  private OutgoingMail mail(Session session) throws MessagingException {
    String id = UUID.randomUUID().toString();
    String domain = from.substring(from.lastIndexOf('@') + 1);
    InternetAddress recipient = new InternetAddress(to);
    OutgoingMail mail =
        new OutgoingMail(session, id, "<" + id + "@" + domain + ">", List.of(recipient));
    mail.setFrom(new InternetAddress(from));
    mail.setRecipient(RecipientType.TO, recipient);
    mail.setSubject("Test mail through the profile " + profile, StandardCharsets.UTF_8.name());
    mail.setSentDate(new Date());
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setText(
        "This mail was sent by ./dromail doctor, to try out the profile "
            + profile
            + ".\r\nNobody needs to answer it.\r\n",
        StandardCharsets.UTF_8.name());
    mail.saveChanges();
    return mail;
  }
}

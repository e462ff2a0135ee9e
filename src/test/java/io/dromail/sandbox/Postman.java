package io.dromail.sandbox;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.net.URI;
import java.util.Properties;

/** Brings mails to a mailbox by SMTP, over one connection. */
final class Postman implements AutoCloseable {

  private final Session session;
  private final Transport transport;

  Postman(Mailbox mailbox) throws MessagingException {
    URI server = URI.create(mailbox.url());
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.from", "bounces@example.com");
    session = Session.getInstance(properties);
    transport = session.getTransport("smtp");
    transport.connect(server.getHost(), server.getPort(), null, null);
  }

  /** A mail from shop@example.com to ada@example.org, still without a body. */
  MimeMessage mail(String subject) throws MessagingException {
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom("Example Shop <shop@example.com>");
    mail.setRecipients(MimeMessage.RecipientType.TO, "Ada Lovelace <ada@example.org>");
    mail.setSubject(subject, "UTF-8");
    return mail;
  }

  /** Sends a text; to the recipients given, or else to ada@example.org. */
  void bring(String subject, String text, String... recipients) throws MessagingException {
    MimeMessage mail = mail(subject);
    mail.setText(text, "UTF-8");
    bring(mail, recipients);
  }

  void bring(MimeMessage mail, String... recipients) throws MessagingException {
    mail.saveChanges();
    InternetAddress[] all =
        InternetAddress.parse(
            recipients.length == 0 ? "ada@example.org" : String.join(",", recipients));
    transport.sendMessage(mail, all);
  }

  /** Sends HTML with files; a file with a content id is inline. */
  void bringHtml(String subject, String html, MimeBodyPart... files) throws MessagingException {
    MimeMultipart parts = new MimeMultipart("mixed");
    MimeBodyPart body = new MimeBodyPart();
    body.setContent(html, "text/html; charset=UTF-8");
    parts.addBodyPart(body);
    for (MimeBodyPart file : files) {
      parts.addBodyPart(file);
    }
    MimeMessage mail = mail(subject);
    mail.setContent(parts);
    bring(mail);
  }

  static MimeBodyPart file(String name, String type, String content) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(
        new DataHandler(
            new ByteArrayDataSource(
                content.getBytes(java.nio.charset.StandardCharsets.UTF_8), type)));
    part.setFileName(name);
    return part;
  }

  static MimeBodyPart inline(String contentId, String name, String type, String content)
      throws MessagingException {
    MimeBodyPart part = file(name, type, content);
    part.setDisposition(MimeBodyPart.INLINE);
    part.setContentID("<" + contentId + ">");
    return part;
  }

  @Override
  public void close() throws MessagingException {
    transport.close();
  }
}

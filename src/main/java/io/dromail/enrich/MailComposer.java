package io.dromail.enrich;

import io.dromail.mail.Address;
import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.OutgoingMail;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Variable;

/**
 * Composes the finished mail (RFC 5322) with its envelope. It carries no header of ours, and blind
 * copies are in the SMTP envelope only. Stateless.
 */
public final class MailComposer {

  private static final Session SESSION = Session.getInstance(new Properties());
  private static final String UTF_8 = "UTF-8";

  static {
    // Jakarta Mail otherwise looks its provider up in the jar files for each part that it writes.
    System.getProperties()
        .putIfAbsent(
            "jakarta.mail.util.StreamProvider", "org.eclipse.angus.mail.util.MailStreamProvider");
  }

  /**
   * Composes a mail from its envelope and what the template gave; what the request says itself
   * wins.
   *
   * @param subject the rendered subject, or null
   * @param html the rendered HTML, or null
   * @param text the rendered text, or null for one made from the HTML
   */
  public OutgoingMail compose(
      @Variable("envelope") Envelope envelope,
      @Variable("subject") String subject,
      @Variable("html") String html,
      @Variable("text") String text)
      throws MessagingException {
    Mail mail = envelope.mail();
    OutgoingMail message =
        new OutgoingMail(SESSION, envelope.id(), envelope.messageId(), envelopeTo(envelope.open()));
    writeHeaders(message, mail, mail.subject() != null ? mail.subject() : subject);
    message.setSentDate(Date.from(envelope.acceptedAt()));
    String rich = mail.html() != null ? mail.html() : html;
    String plain = mail.text() != null ? mail.text() : text;
    if (plain == null && rich != null) {
      plain = TextFromHtml.convert(rich);
    }
    BodyPart body = BodyPart.of(plain, rich);
    body = body.with("related", attachments(mail, true));
    body = body.with("mixed", attachments(mail, false));
    body.fill(message);
    message.saveChanges();
    return message;
  }

  private static void writeHeaders(OutgoingMail message, Mail mail, String subject)
      throws MessagingException {
    message.setFrom(address(mail.from()));
    message.setRecipients(Message.RecipientType.TO, array(mail.to()));
    message.setRecipients(Message.RecipientType.CC, array(mail.cc()));
    if (!mail.replyTo().isEmpty()) {
      message.setReplyTo(array(mail.replyTo()));
    }
    message.setSubject(
        subject == null ? "" : subject.strip().replaceAll("\\p{Cntrl}+", " "), UTF_8);
    for (Map.Entry<String, String> header : mail.headers().entrySet()) {
      message.setHeader(header.getKey(), encoded(header));
    }
  }

  private static List<BodyPart> attachments(Mail mail, boolean inline) {
    return mail.attachments().stream()
        .filter(attachment -> inline == (attachment.contentId() != null))
        .map(BodyPart::of)
        .toList();
  }

  private static String encoded(Map.Entry<String, String> header) throws MessagingException {
    try {
      String value = MimeUtility.encodeText(header.getValue(), UTF_8, null);
      return MimeUtility.fold(header.getKey().length() + 2, value);
    } catch (UnsupportedEncodingException impossible) {
      throw new MessagingException("UTF-8", impossible);
    }
  }

  private static InternetAddress[] array(List<Address> addresses) throws MessagingException {
    return addresses(addresses).toArray(InternetAddress[]::new);
  }

  private static List<InternetAddress> addresses(List<Address> addresses)
      throws MessagingException {
    InternetAddress[] all = new InternetAddress[addresses.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = address(addresses.get(i));
    }
    return List.of(all);
  }

  private static List<InternetAddress> envelopeTo(List<String> emails) throws MessagingException {
    return addresses(emails.stream().map(email -> new Address(email, null)).toList());
  }

  private static InternetAddress address(Address address) throws MessagingException {
    try {
      return new InternetAddress(address.email(), address.name(), UTF_8);
    } catch (UnsupportedEncodingException impossible) {
      throw new MessagingException("UTF-8", impossible);
    }
  }
}

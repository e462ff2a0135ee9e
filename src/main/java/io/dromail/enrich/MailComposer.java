package io.dromail.enrich;

import io.dromail.mail.Address;
import io.dromail.mail.Attachment;
import io.dromail.mail.Envelope;
import io.dromail.mail.ListUnsubscribe;
import io.dromail.mail.Mail;
import io.dromail.mail.OutgoingMail;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.Spool;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.camel.Variable;

/**
 * Composes the finished mail (RFC 5322) with its envelope. It carries no header of ours, and blind
 * copies are in the SMTP envelope only. Large attachments are read from the spool when the mail is
 * written. Stateless.
 */
public final class MailComposer {

  private static final Session ASCII = OutgoingMail.session(false);
  private static final Session WITH_UTF8 = OutgoingMail.session(true);

  private static final String UTF_8 = "UTF-8";

  private final Spool spool;

  /** For mails that carry all of their contents. */
  public MailComposer() {
    this(Spool.none());
  }

  /** With the spool that has the large contents. */
  public MailComposer(Spool spool) {
    this.spool = spool;
  }

  /**
   * Composes a mail from its envelope and what the template gave; what the request says itself
   * wins.
   *
   * @param subject the rendered subject, or null
   * @param html the rendered HTML, or null
   * @param text the rendered text, or null for one made from the HTML
   * @throws PermanentFailure if an attachment is no longer in the spool
   */
  public OutgoingMail compose(
      @Variable("envelope") Envelope envelope,
      @Variable("subject") String subject,
      @Variable("html") String html,
      @Variable("text") String text)
      throws MessagingException, PermanentFailure {
    Mail mail = envelope.mail();
    OutgoingMail message =
        new OutgoingMail(
            mail.needsSmtpUtf8() ? WITH_UTF8 : ASCII,
            envelope.id(),
            envelope.messageId(),
            envelopeTo(envelope.open()));
    MailContent content = MailContent.of(mail, subject, html, text);
    writeHeaders(message, mail, content.subject());
    message.setHeader("Date", MailDate.of(envelope.acceptedAt()));
    BodyPart body = BodyPart.of(content.text(), content.html(), invitations(mail));
    body = body.with("related", attachments(mail, Attachment::isInline));
    body = body.with("mixed", attachments(mail, MailComposer::goesAlong));
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
    message.setSubject(subject, UTF_8);
    for (Map.Entry<String, String> header : mail.headers().entrySet()) {
      message.setHeader(header.getKey(), encoded(header));
    }
    if (mail.listUnsubscribe() != null) {
      writeListUnsubscribe(message, mail.listUnsubscribe());
    }
  }

  /**
   * RFC 2369 section 2 has each address in angle brackets, RFC 8058 section 3.1 one https of them.
   */
  private static void writeListUnsubscribe(OutgoingMail message, ListUnsubscribe list)
      throws MessagingException {
    String mailto = list.mailto() == null ? "" : ",\r\n\t<mailto:" + list.mailto() + ">";
    message.setHeader("List-Unsubscribe", "<" + list.url() + ">" + mailto);
    if (list.oneClick()) {
      message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
  }

  private static List<BodyPart> invitations(Mail mail) {
    return mail.attachments().stream()
        .filter(Attachment::isInvitation)
        .map(InvitationPart::new)
        .map(BodyPart.class::cast)
        .toList();
  }

  private List<BodyPart> attachments(Mail mail, Predicate<Attachment> which)
      throws PermanentFailure {
    List<BodyPart> parts = new ArrayList<>();
    for (Attachment attachment : mail.attachments()) {
      if (which.test(attachment)) {
        parts.add(BodyPart.of(attachment, spool));
      }
    }
    return parts;
  }

  private static boolean goesAlong(Attachment attachment) {
    return !attachment.isInline() && !attachment.isInvitation();
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

package io.dromail.command;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Properties;

/** A mail as a person reads it: the headers of interest, the text, the attachments. */
final class MailView {

  private static final String[] HEADERS = {
    "From", "Reply-To", "To", "Cc", "Date", "Subject", "Message-ID", "List-Unsubscribe",
  };

  private final MimeMessage mail;
  private final Table attachments = new Table("", "", "");
  private String plain;
  private String html;

  private MailView(MimeMessage mail) throws MessagingException, IOException {
    this.mail = mail;
    collect(mail);
  }

  /** Reads a mail in its MIME form (RFC 2045). */
  static MailView of(byte[] mime) {
    try {
      Session session = Session.getInstance(new Properties());
      return new MailView(new MimeMessage(session, new ByteArrayInputStream(mime)));
    } catch (MessagingException | IOException e) {
      throw CommandFailed.refused("This mail can't be read; --raw shows it: " + e.getMessage());
    }
  }

  /** The HTML as it is. */
  String html() {
    if (html == null) {
      throw CommandFailed.refused("This mail has no HTML part.");
    }
    return html;
  }

  /** Everything of interest. */
  String text() {
    StringBuilder view = new StringBuilder();
    for (String name : HEADERS) {
      String value = header(name);
      if (value != null) {
        view.append(Terminal.bold(String.format("%-11s", name + ":"))).append(" ");
        view.append(Terminal.harmless(value)).append('\n');
      }
    }
    String body = plain != null ? plain : html != null ? "(only HTML; --html shows it)" : "(empty)";
    view.append('\n').append(Terminal.harmless(body).stripTrailing()).append('\n');
    String files = attachments.body();
    if (!files.isEmpty()) {
      view.append('\n').append(Terminal.bold("Attachments:")).append('\n').append(files);
    }
    return view.toString();
  }

  private String header(String name) {
    try {
      String value = mail.getHeader(name, ", ");
      return value == null ? null : MimeUtility.decodeText(MimeUtility.unfold(value));
    } catch (MessagingException | IOException e) {
      return null;
    }
  }

  private void collect(Part part) throws MessagingException, IOException {
    if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart inner = parts.getBodyPart(i);
        collect(inner);
      }
      return;
    }
    boolean attached = Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition());
    if (!attached && plain == null && part.isMimeType("text/plain")) {
      plain = String.valueOf(part.getContent());
    } else if (!attached && html == null && part.isMimeType("text/html")) {
      html = String.valueOf(part.getContent());
    } else {
      attach(part);
    }
  }

  private void attach(Part part) throws MessagingException, IOException {
    String name = part.getFileName();
    long size = part.getInputStream().readAllBytes().length;
    attachments.row(
        name == null ? "(no name)" : MimeUtility.decodeText(name),
        part.getContentType().replaceAll("[;\\s].*", "").toLowerCase(java.util.Locale.ROOT),
        size < 10_000 ? size + " bytes" : size / 1000 + " kB");
  }
}

package io.dromail.sandbox;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The leaves of a MIME tree: the first HTML, the first text, and everything else as files. Used by
 * one thread.
 */
final class MailParts {

  private static final String UNKNOWN_TYPE = "application/octet-stream";
  private static final Map<String, String> ENDINGS =
      Map.of(
          "message/rfc822", ".eml",
          "text/calendar", ".ics",
          "text/html", ".html",
          "text/plain", ".txt",
          "image/png", ".png",
          "image/jpeg", ".jpg",
          "image/gif", ".gif",
          "application/pdf", ".pdf");

  private final List<MailFile> files = new ArrayList<>();
  private String html;
  private String text;

  /** The parts of a whole mail. */
  static MailParts of(MimePart message) throws MessagingException, IOException {
    MailParts parts = new MailParts();
    parts.take(message);
    return parts;
  }

  /** The first HTML, or null. */
  String html() {
    return html;
  }

  /** The first plain text, or null. */
  String text() {
    return text;
  }

  /** The files in the order of the mail. */
  List<MailFile> files() {
    return files.stream().map(this::marked).toList();
  }

  private void take(Part part) throws MessagingException, IOException {
    ContentType type = typeOf(part);
    boolean body =
        !Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) && nameOf(part).isEmpty();
    if (type.match("multipart/*")) {
      MimeMultipart multipart = new MimeMultipart(part.getDataHandler().getDataSource());
      for (int i = 0; i < multipart.getCount(); i++) {
        take(multipart.getBodyPart(i));
      }
    } else if (body && html == null && type.match("text/html")) {
      html = textOf(part, type);
    } else if (body && text == null && type.match("text/plain")) {
      text = textOf(part, type);
    } else {
      files.add(file(part, type));
    }
  }

  private MailFile file(Part part, ContentType type) throws MessagingException, IOException {
    int number = files.size() + 1;
    String base = lower(type.getBaseType());
    String name = nameOf(part);
    if (name.isEmpty()) {
      name = "attachment-" + number + ENDINGS.getOrDefault(base, ".bin");
    }
    String[] id = part.getHeader("Content-ID");
    String contentId = id == null ? null : id[0].strip().replaceAll("^<|>$", "");
    return new MailFile(number, name, base, contentId, false, bytesOf(part));
  }

  private MailFile marked(MailFile file) {
    boolean shown =
        html != null && file.contentId() != null && ContentIds.isShown(file.contentId(), html);
    return new MailFile(
        file.i(), file.name(), file.contentType(), file.contentId(), shown, file.content());
  }

  private static ContentType typeOf(Part part) throws MessagingException {
    String[] header = part.getHeader("Content-Type");
    try {
      return new ContentType(header == null ? "text/plain" : header[0]);
    } catch (ParseException broken) {
      return new ContentType(UNKNOWN_TYPE);
    }
  }

  private static String nameOf(Part part) {
    try {
      String name = part.getFileName();
      return name == null ? "" : decoded(name);
    } catch (MessagingException broken) {
      return "";
    }
  }

  private static String textOf(Part part, ContentType type) throws MessagingException, IOException {
    return new String(bytesOf(part), charsetOf(type));
  }

  private static byte[] bytesOf(Part part) throws MessagingException, IOException {
    try (InputStream content = part.getInputStream()) {
      return content.readAllBytes();
    }
  }

  private static Charset charsetOf(ContentType type) {
    try {
      String name = type.getParameter("charset");
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(MimeUtility.javaCharset(name));
    } catch (IllegalArgumentException unknown) {
      return StandardCharsets.UTF_8;
    }
  }

  /** A header's value with its encoded words (RFC 2047) read and its folding undone. */
  static String decoded(String value) {
    String unfolded = MimeUtility.unfold(value);
    try {
      return MimeUtility.decodeText(unfolded);
    } catch (UnsupportedEncodingException unknown) {
      return unfolded;
    }
  }

  static String lower(String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}

package io.dromail.enrich;

import io.dromail.mail.Attachment;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.util.ByteArrayDataSource;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a mail, before it's known whether it stands alone or inside a multipart (RFC 2046
 * section 5.1).
 */
@FunctionalInterface
interface BodyPart {

  /** The type of a file that has none of its own. */
  String OCTETS = "application/octet-stream";

  /** Writes this part into a message or a body part. */
  void fill(MimePart part) throws MessagingException;

  /** The text, the HTML, or both as alternatives; the last one is the preferred one. */
  static BodyPart of(String text, String html) {
    boolean hasText = text != null && !text.isEmpty();
    BodyPart plain = new TextPart(hasText ? text : "", "plain");
    if (html == null) {
      return plain;
    }
    BodyPart rich = new TextPart(html, "html");
    return hasText ? plain.with("alternative", List.of(rich)) : rich;
  }

  /** An attachment; inline if it has a Content-ID (RFC 2392). */
  static BodyPart of(Attachment attachment) {
    return part -> {
      FileName name = new FileName(attachment.filename());
      ContentType type = typeOf(attachment, name);
      boolean inline = attachment.contentId() != null;
      part.setDataHandler(
          new DataHandler(new ByteArrayDataSource(attachment.content(), type.getBaseType())));
      part.setHeader("Content-Type", type + name.inType());
      part.setHeader("Content-Transfer-Encoding", "base64");
      part.setHeader(
          "Content-Disposition", (inline ? "inline" : "attachment") + name.inDisposition());
      if (inline) {
        part.setHeader("Content-ID", "<" + attachment.contentId() + ">");
      }
    };
  }

  /** This part and others in a multipart; this part alone if there are no others. */
  default BodyPart with(String subtype, List<BodyPart> others) {
    if (others.isEmpty()) {
      return this;
    }
    List<BodyPart> all = new ArrayList<>(List.of(this));
    all.addAll(others);
    return part -> {
      MimeMultipart multipart = new MimeMultipart(subtype);
      for (BodyPart one : all) {
        MimeBodyPart inner = new MimeBodyPart();
        one.fill(inner);
        multipart.addBodyPart(inner);
      }
      part.setContent(multipart);
    };
  }

  /** The media type; a file is never a part of the mail's own structure, whatever its type says. */
  private static ContentType typeOf(Attachment attachment, FileName name)
      throws MessagingException {
    String given =
        attachment.contentType() != null
            ? attachment.contentType()
            : URLConnection.guessContentTypeFromName(name.toString());
    ContentType type = new ContentType(given == null ? OCTETS : given);
    boolean composite = type.match("multipart/*") || type.match("message/*");
    if (composite) {
      return new ContentType(OCTETS);
    }
    if (type.getParameterList() != null) {
      type.getParameterList().remove("name");
    }
    return type;
  }
}

package io.dromail.enrich;

import io.dromail.mail.Attachment;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.Spool;
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

  /**
   * The text, the HTML and the invitations as alternatives, or the only one there is. The last one
   * is the preferred one, so calendars come last; those who know none show the HTML.
   */
  static BodyPart of(String text, String html, List<BodyPart> invitations) {
    boolean hasText = text != null && !text.isEmpty();
    List<BodyPart> alternatives = new ArrayList<>();
    if (hasText || html == null) {
      alternatives.add(new TextPart(hasText ? text : "", "plain"));
    }
    if (html != null) {
      alternatives.add(new TextPart(html, "html"));
    }
    alternatives.addAll(invitations);
    return alternatives.get(0).with("alternative", alternatives.subList(1, alternatives.size()));
  }

  /**
   * An attachment; inline if it has a Content-ID (RFC 2392).
   *
   * @throws PermanentFailure if its content is no longer in the spool
   */
  static BodyPart of(Attachment attachment, Spool spool) throws PermanentFailure {
    AttachedFile file = AttachedFile.of(attachment, spool);
    return part -> {
      FileName name = new FileName(attachment.filename());
      ContentType type = typeOf(attachment, name);
      boolean inline = attachment.contentId() != null;
      part.setDataHandler(
          new DataHandler(
              file != null
                  ? file
                  : new ByteArrayDataSource(attachment.content(), type.getBaseType())));
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
        MimeBodyPart inner = new InnerPart();
        one.fill(inner);
        multipart.addBodyPart(inner);
      }
      part.setDataHandler(new MultipartHandler(multipart));
      part.setHeader("Content-Type", typeOf(multipart));
    };
  }

  /** With the type of its first part if that's what the others are for (RFC 2387 section 3.1). */
  private static String typeOf(MimeMultipart multipart) throws MessagingException {
    String type = multipart.getContentType();
    if (!type.startsWith("multipart/related")) {
      return type;
    }
    String root = multipart.getBodyPart(0).getContentType().split(";", 2)[0];
    return type + ";\r\n\ttype=\"" + root + "\"";
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

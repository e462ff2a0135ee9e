package io.dromail.enrich;

import io.dromail.mail.Attachment;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.net.URLConnection;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a mail, before it's known whether it stands alone or inside a multipart (RFC 2046 section
 * 5.1).
 */
@FunctionalInterface
interface BodyPart {

  /** Writes this part into a message or a body part. */
  void fill(MimePart part) throws MessagingException;

  /** The text, the HTML, or both as alternatives; the last one is the preferred one. */
  static BodyPart of(String text, String html) {
    boolean hasText = text != null && !text.isEmpty();
    BodyPart plain = part -> part.setText(hasText ? text : "", "UTF-8", "plain");
    BodyPart rich = part -> part.setText(html, "UTF-8", "html");
    if (html == null) {
      return plain;
    }
    return hasText ? plain.with("alternative", List.of(rich)) : rich;
  }

  /** An attachment; inline if it has a Content-ID (RFC 2392). */
  static BodyPart of(Attachment attachment) {
    return part -> {
      String name = Normalizer.normalize(attachment.filename(), Normalizer.Form.NFC);
      ContentType type = new ContentType(typeOf(attachment, name));
      type.setParameter("name", encodedWord(name));
      part.setDataHandler(
          new DataHandler(new ByteArrayDataSource(attachment.content(), type.getBaseType())));
      part.setHeader("Content-Type", type.toString());
      part.setHeader("Content-Transfer-Encoding", "base64");
      part.setHeader("Content-Disposition", disposition(attachment, name));
      if (attachment.contentId() != null) {
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

  /** The name in Content-Type as an encoded word (RFC 2047), which older clients read. */
  private static String encodedWord(String name) throws MessagingException {
    try {
      return MimeUtility.encodeText(name, "UTF-8", "B");
    } catch (UnsupportedEncodingException impossible) {
      throw new MessagingException("UTF-8", impossible);
    }
  }

  /** The name in Content-Disposition (RFC 2183) as RFC 2231 has it. */
  private static String disposition(Attachment attachment, String name) {
    String kind = attachment.contentId() == null ? "attachment" : "inline";
    ParameterList parameters = new ParameterList();
    parameters.set("filename", name, "UTF-8");
    return kind + parameters.toString(kind.length() + "Content-Disposition: ".length());
  }

  private static String typeOf(Attachment attachment, String name) {
    String guessed =
        attachment.contentType() != null
            ? attachment.contentType()
            : URLConnection.guessContentTypeFromName(name);
    boolean composite =
        guessed == null || guessed.startsWith("multipart/") || guessed.startsWith("message/");
    return composite ? "application/octet-stream" : guessed;
  }
}

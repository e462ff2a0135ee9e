package io.dromail.enrich;

import io.dromail.mail.Attachment;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimePart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;

/**
 * A calendar object that mail programs act on: an invitation, an answer, a cancellation (RFC 6047
 * section 2.4). It has neither name nor disposition, as they would make a file of it.
 */
final class InvitationPart implements BodyPart {

  private static final String CALENDAR = "text/calendar";

  private final Attachment attachment;

  InvitationPart(Attachment attachment) {
    this.attachment = attachment;
  }

  @Override
  public void fill(MimePart part) throws MessagingException {
    byte[] content = withLineEnds(attachment.content());
    part.setDataHandler(new DataHandler(new ByteArrayDataSource(content, CALENDAR)));
    part.setHeader("Content-Type", type());
    part.setHeader("Content-Transfer-Encoding", "base64");
  }

  private String type() throws MessagingException {
    ContentType type = new ContentType(CALENDAR + "; charset=UTF-8");
    type.setParameter("method", attachment.calendarMethod());
    String component = new ContentType(attachment.contentType()).getParameter("component");
    if (component != null) {
      type.setParameter("component", component);
    }
    return type.toString();
  }

  /**
   * RFC 5545 section 3.1: lines end with CRLF, and base64 keeps the transport from mending them.
   */
  private static byte[] withLineEnds(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return text.replaceAll("\r?\n|\r", "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}

package io.dromail.mail;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.ParseException;

/**
 * A file that goes with the mail. A door turns {@code path} into {@code content}, or puts the bytes
 * into the {@link Spool}, before the mail is accepted, so that an accepted mail doesn't depend on a
 * file that may go away.
 *
 * @param filename any Unicode name, up to 255 characters
 * @param content the bytes; base64 in JSON; null if they are in the spool
 * @param path a file under the allowed root, in a request only
 * @param contentType a media type, or null for one guessed from the file name
 * @param contentId makes the attachment inline, to be shown by {@code cid:} (RFC 2392), or null
 * @param sha256 in a request, the hexadecimal digest that the content must have; on the way, that
 *     of the content in the spool
 * @param size of the content in the spool, in bytes; null in a request, and if there is content
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Attachment(
    String filename,
    byte[] content,
    String path,
    String contentType,
    String contentId,
    String sha256,
    Long size) {

  /** An attachment as it's asked for. */
  public Attachment(
      String filename,
      byte[] content,
      String path,
      String contentType,
      String contentId,
      String sha256) {
    this(filename, content, path, contentType, contentId, sha256, null);
  }

  private static final String CALENDAR = "text/calendar";

  /** The same attachment with its content in hand. */
  public Attachment withContent(byte[] bytes) {
    return new Attachment(filename, bytes, null, contentType, contentId, null);
  }

  /** The same attachment with its content in the spool. */
  public Attachment withContent(SpooledContent content) {
    return new Attachment(
        filename, null, null, contentType, contentId, content.sha256(), content.size());
  }

  /** What the spool has of it, or null if the content is in hand or to be read from its path. */
  public SpooledContent spooled() {
    return content == null && path == null && size != null
        ? new SpooledContent(sha256, size)
        : null;
  }

  /** How long the content is in the mail: base64 (RFC 2045 section 6.8) with its line ends. */
  public long encodedSize() {
    long bytes = content != null ? content.length : size != null ? size : 0;
    return (bytes + 56) / 57 * 78;
  }

  /** Whether the HTML shows it, by its {@code content_id}. */
  @JsonIgnore
  public boolean isInline() {
    return contentId != null;
  }

  /**
   * Whether it's an invitation to a meeting, an answer to one or the like, and not just a file: a
   * calendar object with a method (RFC 6047 section 2.4).
   */
  @JsonIgnore
  public boolean isInvitation() {
    return contentId == null && calendarMethod() != null;
  }

  /** The method in the type of a calendar object, such as {@code REQUEST} (RFC 5546), or null. */
  public String calendarMethod() {
    if (contentType == null
        || !contentType.strip().regionMatches(true, 0, CALENDAR, 0, CALENDAR.length())) {
      return null;
    }
    try {
      ContentType type = new ContentType(contentType);
      return type.match(CALENDAR) ? type.getParameter("method") : null;
    } catch (ParseException notOne) {
      return null;
    }
  }
}

package io.dromail.mail;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A file that goes with the mail. A door turns {@code path} into {@code content} before the mail is
 * accepted, so that an accepted mail doesn't depend on a file that may go away.
 *
 * @param filename any Unicode name, up to 255 characters
 * @param content the bytes; base64 in JSON
 * @param path a file under the allowed root, in a request only
 * @param contentType a media type, or null for one guessed from the file name
 * @param contentId makes the attachment inline, to be shown by {@code cid:} (RFC 2392), or null
 * @param sha256 hexadecimal digest that the content must have, in a request only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Attachment(
    String filename,
    byte[] content,
    String path,
    String contentType,
    String contentId,
    String sha256) {

  /** The same attachment with its content in hand. */
  public Attachment withContent(byte[] bytes) {
    return new Attachment(filename, bytes, null, contentType, contentId, null);
  }

  /** How long the content is in the mail: base64 (RFC 2045 section 6.8) with its line ends. */
  public long encodedSize() {
    return content == null ? 0 : (content.length + 56L) / 57 * 78;
  }
}

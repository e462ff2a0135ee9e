package io.dromail.enrich;

import io.dromail.mail.Attachment;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.Spool;
import io.dromail.mail.SpooledContent;
import jakarta.activation.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The content of an attachment in the spool: read anew, and never held in memory, each time that
 * the mail is written.
 */
final class AttachedFile implements DataSource {

  private final Spool spool;
  private final SpooledContent content;
  private final String name;

  private AttachedFile(Spool spool, SpooledContent content, String name) {
    this.spool = spool;
    this.content = content;
    this.name = name;
  }

  /**
   * The file of an attachment, which stays for as long as the settings say from now on.
   *
   * @return null if the content is in hand
   * @throws PermanentFailure if the spool no longer has it
   */
  static AttachedFile of(Attachment attachment, Spool spool) throws PermanentFailure {
    SpooledContent content = attachment.spooled();
    if (content != null && !spool.refresh(content)) {
      throw new PermanentFailure(
          "attachment " + attachment.filename() + " is no longer in the spool", null);
    }
    return content == null ? null : new AttachedFile(spool, content, attachment.filename());
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return spool.read(content);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    throw new IOException("an attachment isn't written to");
  }

  /** The part's own header says what it is. */
  @Override
  public String getContentType() {
    return BodyPart.OCTETS;
  }

  @Override
  public String getName() {
    return name;
  }
}

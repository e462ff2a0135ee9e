package io.dromail.enrich;

import io.dromail.mail.HeaderLines;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A part inside a multipart. What needs no transfer encoding writes itself; the library would look
 * up by their names how to write its header and how to leave its content as it is. Everything else,
 * and whatever a route has put in place of it, is left to the library.
 */
final class InnerPart extends MimeBodyPart {

  @Override
  public void writeTo(OutputStream out) throws IOException, MessagingException {
    if (isOurs() && isPlain(getEncoding())) {
      HeaderLines.write(getAllHeaderLines(), out);
      dh.writeTo(out);
      out.flush();
    } else {
      super.writeTo(out);
    }
  }

  /** A text has its header from the beginning. */
  @Override
  protected void updateHeaders() throws MessagingException {
    if (!(dh instanceof TextHandler)
        || getHeader("Content-Type") == null
        || getEncoding() == null) {
      super.updateHeaders();
    }
  }

  private boolean isOurs() {
    return dh instanceof TextHandler || dh instanceof MultipartHandler;
  }

  private static boolean isPlain(String encoding) {
    return encoding == null || encoding.equals("7bit");
  }
}

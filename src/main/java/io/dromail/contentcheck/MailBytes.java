package io.dromail.contentcheck;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** The bytes of a mail that isn't large; of a large one no more is made than it takes to know. */
final class MailBytes extends OutputStream {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int limit;
  private boolean full;

  private MailBytes(int limit) {
    this.limit = limit;
  }

  /** The mail as it is sent; empty if it has more bytes than the limit. */
  static Optional<byte[]> of(MimeMessage mail, int limit) throws MessagingException, IOException {
    MailBytes out = new MailBytes(limit);
    try {
      mail.writeTo(out);
      return Optional.of(out.bytes.toByteArray());
    } catch (IOException | MessagingException e) {
      if (out.full) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void write(int b) throws IOException {
    makeRoom(1);
    bytes.write(b);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    makeRoom(length);
    bytes.write(from, offset, length);
  }

  private void makeRoom(int length) throws IOException {
    if (bytes.size() + length > limit) {
      full = true;
      throw new IOException("more than " + limit + " bytes");
    }
  }
}

package io.dromail.spool;

import io.dromail.mail.SpoolUnavailable;
import io.dromail.mail.SpooledContent;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Writes a content, and takes its digest and its size on the way. */
final class MeasuredOutput extends FilterOutputStream {

  private final MessageDigest digest = WholeContent.sha256();
  private final long atMost;
  private long size;

  /**
   * Over the one that it's written to.
   *
   * @param atMost bytes
   */
  MeasuredOutput(OutputStream out, long atMost) {
    super(out);
    this.atMost = atMost;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    size += length;
    if (size > atMost) {
      throw new TooLarge();
    }
    digest.update(bytes, offset, length);
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw new SpoolUnavailable("the spool can't be written: " + e.getMessage(), e);
    }
  }

  /** The name of what was written; asked once, at the end. */
  SpooledContent written() {
    return new SpooledContent(HexFormat.of().formatHex(digest.digest()), size);
  }

  /** There is more than may be. */
  static final class TooLarge extends IOException {

    private static final long serialVersionUID = 1L;
  }
}

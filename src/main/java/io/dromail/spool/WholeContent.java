package io.dromail.spool;

import io.dromail.mail.SpooledContent;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Reads a content, and fails at the end if it isn't the one that was meant: a mail is cut off then,
 * before its final dot, rather than sent with a damaged file.
 */
final class WholeContent extends FilterInputStream {

  private final SpooledContent meant;
  private final MessageDigest digest;
  private boolean ended;

  WholeContent(InputStream in, SpooledContent meant) {
    this(in, meant, sha256());
  }

  private WholeContent(InputStream in, SpooledContent meant, MessageDigest digest) {
    super(new DigestInputStream(in, digest));
    this.meant = meant;
    this.digest = digest;
  }

  @Override
  public int read() throws IOException {
    return checked(super.read());
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return checked(super.read(bytes, offset, length));
  }

  private int checked(int read) throws IOException {
    // The digest starts anew when it's taken, so a second look at the end asks nothing.
    if (read < 0 && !ended) {
      ended = true;
      if (!HexFormat.of().formatHex(digest.digest()).equals(meant.sha256())) {
        throw new IOException("the spool has another content under " + meant.sha256());
      }
    }
    return read;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

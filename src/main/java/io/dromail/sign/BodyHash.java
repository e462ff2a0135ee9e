package io.dromail.sign;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * Takes a body as it goes over the wire, in lines that end with CRLF, and keeps nothing but the
 * digest of its canonical form (RFC 6376 sections 3.4.3 and 3.4.4). For one body and one thread.
 */
final class BodyHash extends OutputStream {

  private static final int BUFFER_OCTETS = 4096;

  private final boolean relaxed;
  private final MessageDigest digest = Algorithm.sha256();
  private final byte[] buffer = new byte[BUFFER_OCTETS];
  private int buffered;

  /** Line ends since the last text. They count only if more text comes. */
  private int lineEnds;

  /** White space since the last text of this line. It counts only if more text comes. */
  private boolean space;

  private boolean empty = true;

  BodyHash(boolean relaxed) {
    this.relaxed = relaxed;
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (i < end) {
      int text = i;
      while (i < end && isText(octets[i])) {
        i++;
      }
      if (i > text) {
        begin();
        put(octets, text, i - text);
      }
      while (i < end && !isText(octets[i])) {
        notText(octets[i++]);
      }
    }
  }

  /** Ends the body: the signature's {@code bh=}. To be called once. */
  String value() {
    // Without text the simple form is one line end, the relaxed one is nothing.
    if (!relaxed || !empty) {
      put('\r');
      put('\n');
    }
    digest.update(buffer, 0, buffered);
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  private boolean isText(byte octet) {
    return octet != '\r' && octet != '\n' && !(relaxed && (octet == ' ' || octet == '\t'));
  }

  private void notText(byte octet) {
    if (octet == '\n') {
      lineEnds++;
      space = false;
    } else if (octet != '\r') {
      space = true;
    }
  }

  private void begin() {
    for (; lineEnds > 0; lineEnds--) {
      put('\r');
      put('\n');
    }
    if (space) {
      put(' ');
    }
    space = false;
    empty = false;
  }

  private void put(int octet) {
    if (buffered == BUFFER_OCTETS) {
      flushBuffer();
    }
    buffer[buffered++] = (byte) octet;
  }

  private void put(byte[] octets, int offset, int length) {
    if (length > BUFFER_OCTETS - buffered) {
      flushBuffer();
    }
    if (length > BUFFER_OCTETS) {
      digest.update(octets, offset, length);
    } else {
      System.arraycopy(octets, offset, buffer, buffered, length);
      buffered += length;
    }
  }

  private void flushBuffer() {
    digest.update(buffer, 0, buffered);
    buffered = 0;
  }
}

package io.dromail.smtp;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Makes content fit for SMTP, block by block: every line ends in CRLF (RFC 5321 section 2.3.8),
 * also one that ended in a bare CR or LF, and for DATA a dot is put before each at the beginning of
 * a line (section 4.5.2). What a block doesn't hold any more goes on.
 */
final class MailOutput extends OutputStream {

  /** Where full blocks go. */
  interface Next {
    void take(byte[] block, int length) throws IOException;
  }

  private final byte[] block;
  private final boolean stuffing;
  private final Next next;
  private int length;
  private boolean atLineStart = true;
  private boolean afterCr;
  private int dots;

  /**
   * For one mail.
   *
   * @param size of a block
   * @param stuffing whether dots are doubled
   */
  MailOutput(int size, boolean stuffing, Next next) {
    this.block = new byte[size];
    this.stuffing = stuffing;
    this.next = next;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int from, int count) throws IOException {
    int i = from;
    int end = from + count;
    if (afterCr && i < end) {
      // The line has ended with the CR.
      i += octets[i] == '\n' ? 1 : 0;
      afterCr = false;
    }
    while (i < end) {
      if (atLineStart && octets[i] == '.') {
        dots++;
        if (stuffing) {
          put((byte) '.');
        }
      }
      int stop = i;
      while (stop < end && octets[stop] != '\r' && octets[stop] != '\n') {
        stop++;
      }
      put(octets, i, stop - i);
      atLineStart &= stop == i;
      if (stop < end) {
        endLine();
        boolean cr = octets[stop++] == '\r';
        if (cr && stop < end) {
          stop += octets[stop] == '\n' ? 1 : 0;
        } else {
          afterCr = cr;
        }
      }
      i = stop;
    }
  }

  /** Ends the last line, if it has no end. */
  void finish() throws IOException {
    if (!atLineStart) {
      endLine();
    }
  }

  /** What hasn't gone on, from the beginning of this array. */
  byte[] block() {
    return block;
  }

  int length() {
    return length;
  }

  /** How many lines have begun with a dot. */
  int dots() {
    return dots;
  }

  private void endLine() throws IOException {
    put((byte) '\r');
    put((byte) '\n');
    atLineStart = true;
  }

  private void put(byte octet) throws IOException {
    if (length == block.length) {
      goOn();
    }
    block[length++] = octet;
  }

  private void put(byte[] octets, int from, int count) throws IOException {
    int done = 0;
    while (done < count) {
      if (length == block.length) {
        goOn();
      }
      int part = Math.min(count - done, block.length - length);
      System.arraycopy(octets, from + done, block, length, part);
      length += part;
      done += part;
    }
  }

  private void goOn() throws IOException {
    next.take(block, length);
    length = 0;
  }
}

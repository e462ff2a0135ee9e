package io.dromail.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a client sends, read in blocks; commands that came in one packet wait here for their turn.
 */
final class WireInput {
  /** The longest line a client may send at all (RFC 4954, section 4). */
  private static final int LONGEST_LINE = 12_288;

  private static final int BLOCK = 65_536;

  private final InputStream stream;
  private final Flush beforeBlocking;
  private ByteBuffer block = ByteBuffer.allocate(BLOCK).limit(0);
  private boolean ended;

  /** Sends the replies held back so far (RFC 2920, section 3.2). */
  interface Flush {
    void run() throws IOException;
  }

  WireInput(InputStream stream, Flush beforeBlocking) {
    this.stream = stream;
    this.beforeBlocking = beforeBlocking;
  }

  /**
   * The next line without its CRLF, or null at the end. A line that ends in a bare LF keeps it, so
   * that the caller can refuse it (RFC 5321, section 2.3.8).
   */
  String readLine() throws IOException {
    int scanned = 0;
    while (true) {
      for (; scanned < block.remaining(); scanned++) {
        if (block.get(block.position() + scanned) == '\n') {
          return takeLine(scanned + 1);
        }
      }
      if (scanned > LONGEST_LINE) {
        throw ConnectionEnded.abruptly("a line of more than " + LONGEST_LINE + " octets");
      }
      beforeBlocking.run();
      if (!fill()) {
        return null;
      }
    }
  }

  /** The next bytes, at least one; the caller moves the position over what it has taken. */
  ByteBuffer readBlock() throws IOException {
    if (!block.hasRemaining()) {
      beforeBlocking.run();
      if (!fill()) {
        throw new EOFException("the client left within the data of a mail");
      }
    }
    return block;
  }

  /** Reads more behind what is still there; false at the end of the stream. */
  boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    block.compact();
    try {
      int count =
          block.hasRemaining()
              ? stream.read(block.array(), block.position(), block.remaining())
              : 0;
      ended = count < 0;
      block.position(block.position() + Math.max(0, count));
    } finally {
      block.flip();
    }
    return !ended;
  }

  boolean isFull() {
    return block.remaining() == block.capacity();
  }

  private String takeLine(int length) {
    byte[] line = new byte[length];
    block.get(line);
    boolean proper = length > 1 && line[length - 2] == '\r';
    return new String(line, 0, proper ? length - 2 : length, StandardCharsets.UTF_8);
  }
}

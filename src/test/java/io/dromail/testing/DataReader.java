package io.dromail.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the content of a mail up to CRLF "." CRLF and takes away the dots that were stuffed in (RFC
 * 5321, section 4.5.2). Only a true CRLF ends a line: a bare CR or LF is content.
 */
final class DataReader {
  private enum State {
    TEXT,
    CR,
    LINE_START,
    DOT,
    DOT_CR,
    END
  }

  private final WireInput input;
  private final long limit;
  private final long kept;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream(8192);
  private State state = State.LINE_START;
  private long size;

  DataReader(WireInput input, long limit) {
    this(input, limit, Long.MAX_VALUE);
  }

  /** The same, which keeps the beginning of a longer mail only, and says so at its end. */
  DataReader(WireInput input, long limit, long kept) {
    this.input = input;
    this.limit = limit;
    this.kept = kept;
  }

  /** Reads on to the final dot, also when the mail turns out to be too large. */
  void readToEnd() throws IOException {
    while (state != State.END) {
      take(input.readBlock());
    }
  }

  boolean isTooLarge() {
    return size > limit;
  }

  byte[] content() {
    if (size > kept) {
      byte[] note = ("\r\n[" + size + " octets]").getBytes(StandardCharsets.US_ASCII);
      content.write(note, 0, note.length);
    }
    return content.toByteArray();
  }

  private void take(ByteBuffer block) {
    byte[] bytes = block.array();
    int end = block.limit();
    int runStart = block.position();
    int i = runStart;
    for (; i < end && state != State.END; i++) {
      byte b = bytes[i];
      switch (state) {
        case LINE_START -> {
          if (b == '.') {
            write(bytes, runStart, i);
            runStart = i + 1;
            state = State.DOT;
          } else {
            state = afterText(b);
          }
        }
        case DOT -> {
          if (b == '\r') {
            runStart = i + 1;
            state = State.DOT_CR;
          } else {
            state = State.TEXT;
          }
        }
        case DOT_CR -> {
          runStart = i;
          if (b == '\n') {
            state = State.END;
          } else {
            write(new byte[] {'\r'}, 0, 1);
            state = afterText(b);
          }
        }
        case CR -> state = b == '\n' ? State.LINE_START : afterText(b);
        default -> state = afterText(b);
      }
    }
    if (state != State.END) {
      write(bytes, runStart, end);
    }
    block.position(i);
  }

  private static State afterText(byte b) {
    return b == '\r' ? State.CR : State.TEXT;
  }

  private void write(byte[] bytes, int from, int to) {
    size += to - from;
    if (!isTooLarge() && content.size() < kept) {
      content.write(bytes, from, to - from);
    }
  }
}

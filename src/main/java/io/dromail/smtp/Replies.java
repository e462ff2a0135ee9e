package io.dromail.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Reads replies, of one line or more (RFC 5321 section 4.2.1). For one thread at a time. */
final class Replies {

  /** More than any server has to say; RFC 5321 section 4.5.3.1.5 allows 512 octets a line. */
  private static final int LONGEST = 65_536;

  private static final Pattern LINE = Pattern.compile("[2-5]\\d\\d(?:[ -].*)?");

  private final InputStream in;
  private final byte[] block = new byte[8192];
  private int next;
  private int end;

  Replies(InputStream in) {
    this.in = in;
  }

  /**
   * The next reply.
   *
   * @throws EOFException if the server has closed the connection
   * @throws IOException also if what comes is no reply
   */
  Reply read() throws IOException {
    StringBuilder text = new StringBuilder();
    while (true) {
      String line = line();
      if (!LINE.matcher(line).matches()) {
        throw new IOException("the server said what is no reply: " + line);
      }
      text.append(text.isEmpty() ? "" : "\n").append(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return new Reply(Integer.parseInt(line.substring(0, 3)), text.toString());
      }
      if (text.length() > LONGEST) {
        throw new IOException("the server's reply has no end");
      }
    }
  }

  /** Whether something has come that wasn't read yet, as far as can be seen without waiting. */
  boolean isWaiting() throws IOException {
    return next < end || in.available() > 0;
  }

  /** Waits for something to come; it stays to be read. */
  void peek() throws IOException {
    if (next == end) {
      fill();
    }
  }

  private String line() throws IOException {
    byte[] line = new byte[128];
    int length = 0;
    while (true) {
      if (next == end) {
        fill();
      }
      byte octet = block[next++];
      if (octet == '\n') {
        return new String(line, 0, length, StandardCharsets.UTF_8).stripTrailing();
      }
      if (length == LONGEST) {
        throw new IOException("the server's reply has no end");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, 2 * length);
      }
      line[length++] = octet;
    }
  }

  private void fill() throws IOException {
    int count = in.read(block);
    if (count < 0) {
      throw new EOFException("[EOF]");
    }
    next = 0;
    end = count;
  }
}

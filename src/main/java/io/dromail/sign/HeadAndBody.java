package io.dromail.sign;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * Takes a mail as it goes over the wire, keeps its header and passes its body on. For one mail and
 * one thread.
 */
final class HeadAndBody extends OutputStream {

  private final ByteArrayOutputStream head = new ByteArrayOutputStream(1024);
  private final BodyHash[] bodies;
  private int lineLength;
  private boolean inBody;

  /** Passes the body on to each of these. */
  HeadAndBody(Collection<BodyHash> bodies) {
    // An array: it's walked through twice for each line of the mail.
    this.bodies = bodies.toArray(BodyHash[]::new);
  }

  /** The header with its last line end, an octet a character. */
  String head() {
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    int begin = offset;
    int end = offset + length;
    while (begin < end && !inBody) {
      byte octet = octets[begin++];
      head.write(octet);
      if (octet == '\n') {
        inBody = lineLength == 0;
        lineLength = 0;
      } else if (octet != '\r') {
        lineLength++;
      }
    }
    if (begin < end) {
      for (BodyHash body : bodies) {
        body.write(octets, begin, end - begin);
      }
    }
  }
}

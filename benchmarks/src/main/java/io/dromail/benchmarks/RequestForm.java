package io.dromail.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An HTTP request with gaps for a mail's number, {@code %SEQ%}, and its run, {@code %RUN%}. Both
 * are eight characters, so that a request is laid out once a connection and only its gaps are
 * written anew.
 */
final class RequestForm {

  private static final int GAP = 8;

  private final List<Gap> gaps = new ArrayList<>();
  private final byte[] octets;
  private final int mails;

  /**
   * Lays it out.
   *
   * @param mail the JSON of one
   * @param mails how many are in a request; more than one make an array
   */
  RequestForm(String path, String mail, String run, int mails) {
    this.mails = mails;
    String filled = mail.replace("%RUN%", run);
    ByteArrayOutputStream body = new ByteArrayOutputStream(filled.length() * mails);
    body.writeBytes(ascii(mails > 1 ? "[" : ""));
    for (int i = 0; i < mails; i++) {
      body.writeBytes(ascii(i > 0 ? "," : ""));
      String[] parts = filled.split("%SEQ%", -1);
      for (int part = 0; part < parts.length; part++) {
        if (part > 0) {
          gaps.add(new Gap(body.size(), i));
          body.writeBytes(new byte[GAP]);
        }
        body.writeBytes(parts[part].getBytes(StandardCharsets.UTF_8));
      }
    }
    body.writeBytes(ascii(mails > 1 ? "]" : ""));
    byte[] head =
        ascii(
            "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + body.size()
                + "\r\n\r\n");
    gaps.replaceAll(gap -> new Gap(gap.at + head.length, gap.mail));
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length + body.size());
    request.writeBytes(head);
    request.writeBytes(body.toByteArray());
    octets = request.toByteArray();
  }

  /** A request of one's own, with its gaps open. */
  ByteBuffer copy() {
    return ByteBuffer.allocateDirect(octets.length).put(octets).flip();
  }

  /** Fills the gaps of a copy for a request's mails, and makes it ready to be written. */
  void number(ByteBuffer copy, int request) {
    for (Gap gap : gaps) {
      int rest = request * mails + gap.mail;
      for (int digit = GAP - 1; digit >= 0; digit--) {
        copy.put(gap.at + digit, (byte) ('0' + rest % 10));
        rest /= 10;
      }
    }
    copy.rewind();
  }

  private static byte[] ascii(String words) {
    return words.getBytes(StandardCharsets.US_ASCII);
  }

  private record Gap(int at, int mail) {}
}

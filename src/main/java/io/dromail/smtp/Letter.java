package io.dromail.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mail with its envelope, ready to leave: a small one is in memory with its line ends made good,
 * a large one is written anew by whoever sends it.
 */
public final class Letter {

  /** What is larger fills more than one round trip anyway. */
  static final int SMALL = 262_144;

  private static final int BLOCK = 8_192;

  private final String from;
  private final List<String> to;
  private final boolean utf8;
  private final Content content;
  private byte[] small;
  private int dots;
  private boolean large;

  /**
   * Prepares a mail.
   *
   * @param from the reverse-path, without angle brackets; empty for a bounce
   * @param to the forward-paths
   * @param utf8 whether it needs SMTPUTF8 (RFC 6531)
   * @throws IOException if the content can't be written
   * @throws IllegalArgumentException if an address can't be part of a command
   */
  public Letter(String from, List<String> to, boolean utf8, Content content) throws IOException {
    this.from = path(from);
    this.to = to.stream().map(Letter::path).toList();
    this.utf8 = utf8;
    this.content = content;
    prepare();
  }

  /** How many recipients it has. */
  public int recipients() {
    return to.size();
  }

  /** Whether only a server with SMTPUTF8 can take it. */
  public boolean isUtf8() {
    return utf8;
  }

  boolean isSmall() {
    return small != null;
  }

  /** The content of a small mail, without doubled dots, with a CRLF at its end. */
  byte[] small() {
    return small;
  }

  /**
   * The same with dots doubled, for DATA.
   *
   * @param tail what goes with it, after the content
   */
  byte[] stuffed(byte[] tail) throws IOException {
    byte[] octets;
    if (dots == 0) {
      octets = Arrays.copyOf(small, small.length + tail.length);
    } else {
      MailOutput out = new MailOutput(small.length + dots + tail.length, true, Letter::isFull);
      out.write(small, 0, small.length);
      octets = out.block();
    }
    System.arraycopy(tail, 0, octets, octets.length - tail.length, tail.length);
    return octets;
  }

  /** Writes the content of a large mail. */
  void writeTo(MailOutput out) throws IOException {
    content.writeTo(out);
    out.finish();
  }

  /** MAIL, and RCPT for each recipient (RFC 5321 section 3.3). */
  List<String> envelope() {
    List<String> commands = new ArrayList<>(to.size() + 1);
    commands.add("MAIL FROM:" + from + (utf8 ? " SMTPUTF8" : ""));
    to.forEach(path -> commands.add("RCPT TO:" + path));
    return commands;
  }

  private void prepare() throws IOException {
    ByteArrayOutputStream full = new ByteArrayOutputStream(0);
    MailOutput out = new MailOutput(BLOCK, false, (block, length) -> keep(full, block, length));
    try {
      content.writeTo(out);
      out.finish();
      if (full.size() == 0) {
        small = Arrays.copyOf(out.block(), out.length());
      } else {
        keep(full, out.block(), out.length());
        small = full.toByteArray();
      }
    } catch (IOException e) {
      if (!large) {
        throw e;
      }
    }
    dots = out.dots();
  }

  private void keep(ByteArrayOutputStream full, byte[] block, int length) throws IOException {
    large = full.size() + length > SMALL;
    if (large) {
      throw new IOException("it is streamed later");
    }
    full.write(block, 0, length);
  }

  private static void isFull(byte[] block, int length) throws IOException {
    throw new IOException("the content has changed");
  }

  private static String path(String address) {
    for (int i = 0; i < address.length(); i++) {
      if (address.charAt(i) < ' ' || address.charAt(i) == 127) {
        throw new IllegalArgumentException("an address has a control character");
      }
    }
    return address.startsWith("<") && address.endsWith(">") ? address : "<" + address + ">";
  }
}

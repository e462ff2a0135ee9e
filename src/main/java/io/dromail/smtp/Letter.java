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
  private boolean dotted;
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

  /** The same with dots doubled, for DATA. */
  byte[] stuffed() throws IOException {
    if (!dotted) {
      return small;
    }
    MailOutput out = new MailOutput(2 * small.length, true, (block, length) -> {});
    out.write(small, 0, small.length);
    return Arrays.copyOf(out.block(), out.length());
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
    ByteArrayOutputStream blocks = new ByteArrayOutputStream(BLOCK);
    MailOutput out = new MailOutput(BLOCK, false, (block, length) -> keep(blocks, block, length));
    try {
      content.writeTo(out);
      out.finish();
      keep(blocks, out.block(), out.length());
    } catch (IOException e) {
      if (!large) {
        throw e;
      }
    }
    small = large ? null : blocks.toByteArray();
    dotted = out.isDotted();
  }

  private void keep(ByteArrayOutputStream blocks, byte[] block, int length) throws IOException {
    large |= blocks.size() + length > SMALL;
    if (large) {
      throw new IOException("it is streamed later");
    }
    blocks.write(block, 0, length);
  }

  private static String path(String address) {
    if (address.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw new IllegalArgumentException("an address has a control character");
    }
    return address.startsWith("<") && address.endsWith(">") ? address : "<" + address + ">";
  }
}

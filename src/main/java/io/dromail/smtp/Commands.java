package io.dromail.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A mail's commands as they travel. */
final class Commands {

  private Commands() {}

  /**
   * The commands of a mail in groups (RFC 2920 section 3.1).
   *
   * @param withData whether DATA is the last one
   * @param size how many may go together
   */
  static List<List<String>> groups(Letter letter, boolean withData, int size) {
    List<String> commands = letter.envelope();
    if (withData) {
      commands.add("DATA");
    }
    List<List<String>> groups = new ArrayList<>();
    for (int i = 0; i < commands.size(); i += size) {
      groups.add(commands.subList(i, Math.min(commands.size(), i + size)));
    }
    return groups;
  }

  static byte[] octets(List<String> commands) {
    return (String.join("\r\n", commands) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What goes in one write. */
  static byte[] join(byte[] one, byte[] other) {
    return join(one, other, 0);
  }

  /** The same, with the other without what comes before an index. */
  static byte[] join(byte[] one, byte[] other, int from) {
    byte[] both = Arrays.copyOf(one, one.length + other.length - from);
    System.arraycopy(other, from, both, one.length, other.length - from);
    return both;
  }
}

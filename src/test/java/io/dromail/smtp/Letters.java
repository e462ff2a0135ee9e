package io.dromail.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Letters for the tests of this room. */
final class Letters {

  private Letters() {}

  /** With the content {@code x}. */
  static Letter to(String... recipients) {
    return with("x\r\n", recipients);
  }

  static Letter with(String content, String... recipients) {
    byte[] octets = content.getBytes(StandardCharsets.UTF_8);
    try {
      return new Letter("me@a.example", List.of(recipients), false, out -> out.write(octets));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So large that it isn't kept in memory. */
  static Letter large(String... recipients) {
    return with("0123456789 0123456789\r\n".repeat(1_000_000), recipients);
  }
}

package io.dromail.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyHashTest {

  @Test
  void knowsTheEmptyBodyOfTheRfc() {
    // RFC 6376 sections 3.4.3 and 3.4.4.
    assertThat(hash("", false)).isEqualTo("frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=");
    assertThat(hash("", true)).isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  }

  @Test
  void knowsTheExampleOfTheRfc() {
    // RFC 6376 section 3.4.5.
    String body = " C \r\nD \t E\r\n\r\n\r\n";

    assertThat(hash(body, true)).isEqualTo(sha256(" C\r\nD E\r\n"));
    assertThat(hash(body, false)).isEqualTo(sha256(" C \r\nD \t E\r\n"));
  }

  @Test
  void endsWithOneLineEnd() {
    assertThat(hash("a", false)).isEqualTo(sha256("a\r\n"));
    assertThat(hash("a", true)).isEqualTo(sha256("a\r\n"));
    assertThat(hash("a\r\n\r\n", false)).isEqualTo(sha256("a\r\n"));
    assertThat(hash("a\r\n \r\n\t", true)).isEqualTo(sha256("a\r\n"));
    assertThat(hash("a\r\n \r\n", false)).isEqualTo(sha256("a\r\n \r\n"));
    assertThat(hash(" ", true)).isEqualTo(sha256(""));
  }

  @Test
  void keepsBlankLinesInside() {
    assertThat(hash("\r\n\r\na\r\n \r\n b", true)).isEqualTo(sha256("\r\n\r\na\r\n\r\n b\r\n"));
    assertThat(hash("\r\n\r\na\r\n \r\nb", false)).isEqualTo(sha256("\r\n\r\na\r\n \r\nb\r\n"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void doesNotMindInWhatPiecesTheBodyComes(boolean relaxed) {
    String body = "a  b\r\n\r\n \t\r\n. c \r\n" + "x y".repeat(5_000) + "\r\n \r\n\r\n";
    byte[] octets = body.getBytes(StandardCharsets.US_ASCII);
    for (int size : new int[] {1, 2, 3, 5, 7, 1000}) {
      BodyHash hash = new BodyHash(relaxed);
      for (int i = 0; i < octets.length; i += size) {
        hash.write(octets, i, Math.min(size, octets.length - i));
      }
      assertThat(hash.value()).as("pieces of " + size).isEqualTo(hash(body, relaxed));
    }
  }

  private static String hash(String body, boolean relaxed) {
    BodyHash hash = new BodyHash(relaxed);
    byte[] octets = body.getBytes(StandardCharsets.US_ASCII);
    hash.write(octets, 0, octets.length);
    return hash.value();
  }

  private static String sha256(String text) {
    return Base64.getEncoder()
        .encodeToString(Algorithm.sha256().digest(text.getBytes(StandardCharsets.US_ASCII)));
  }
}

package io.dromail.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterTest {

  private static final byte[] TAIL = ".\r\nMAIL".getBytes(US_ASCII);

  /** Of less than a block, of just one, and of several. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 816, 8_189, 8_190, 8_191, 8_192, 20_000})
  void doublesDotsBeforeWhatGoesWithIt(int length) throws IOException {
    String line = ".b {}\n";
    String content = line.repeat(length / line.length() + 1).substring(0, length);

    Letter letter = Letters.with(content, "ada@b.example");

    String lines = content.endsWith("\n") ? content : content + "\n";
    String sent = lines.replace("\n", "\r\n");
    assertThat(new String(letter.small(), US_ASCII)).isEqualTo(sent);
    assertThat(new String(letter.stuffed(TAIL), US_ASCII))
        .isEqualTo(sent.replaceAll("(?m)^\\.", "..") + ".\r\nMAIL");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8_190, 20_000})
  void leavesWhatHasNoDotsAsItIs(int length) throws IOException {
    Letter letter = Letters.with("b".repeat(length), "ada@b.example");

    assertThat(new String(letter.stuffed(TAIL), US_ASCII))
        .isEqualTo("b".repeat(length) + "\r\n.\r\nMAIL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada@b.example\r\nRCPT TO:<eve@b.example>", "a\u007f@b.example", "\t"})
  void refusesAnAddressThatWouldEndItsCommand(String address) {
    assertThatThrownBy(() -> Letters.to(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an address has a control character");
  }
}

package io.dromail.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailOutputTest {

  /** In the table | parts what comes in single writes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          'a'               = 'a\\r\\n'
          'a\\r\\n'         = 'a\\r\\n'
          'a\\n'            = 'a\\r\\n'
          'a\\r'            = 'a\\r\\n'
          'a\\rb'           = 'a\\r\\nb\\r\\n'
          'a\\n\\nb'        = 'a\\r\\n\\r\\nb\\r\\n'
          'a\\r\\rb'        = 'a\\r\\n\\r\\nb\\r\\n'
          'a\\n\\rb'        = 'a\\r\\n\\r\\nb\\r\\n'
          'a\\r|\\nb'       = 'a\\r\\nb\\r\\n'
          'a\\r||\\n|b'     = 'a\\r\\nb\\r\\n'
          'a\\r|b'          = 'a\\r\\nb\\r\\n'
          '.'               = '..\\r\\n'
          '.\\r\\n'         = '..\\r\\n'
          'a.\\r\\n.b'      = 'a.\\r\\n..b\\r\\n'
          'a\\r|\\n|.'      = 'a\\r\\n..\\r\\n'
          'a\\n|.|.'        = 'a\\r\\n...\\r\\n'
          'a\\r.'           = 'a\\r\\n..\\r\\n'
          'a\\r|.'          = 'a\\r\\n..\\r\\n'
          '|.|a'            = '..a\\r\\n'
          'a\\n.\\nMAIL'    = 'a\\r\\n..\\r\\nMAIL\\r\\n'
          'a\\r.\\rMAIL'    = 'a\\r\\n..\\r\\nMAIL\\r\\n'
          ''                = ''
          """)
  void endsLinesInCrlfAndDoublesDots(String writes, String expected) throws IOException {
    Sink sink = new Sink(3, true);
    for (String write : plain(writes).split("\\|", -1)) {
      byte[] octets = write.getBytes(ISO_8859_1);
      sink.out.write(octets, 0, octets.length);
    }

    assertThat(sink.all()).isEqualTo(plain(expected));
  }

  @RepeatedTest(200)
  void isWhatSingleOctetsMakeOfIt(RepetitionInfo info) throws IOException {
    Random dice = new Random(info.getCurrentRepetition());
    byte[] content = new byte[dice.nextInt(400)];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) "..\r\r\n\nab".charAt(dice.nextInt(8));
    }
    boolean stuffing = dice.nextBoolean();

    Sink sink = new Sink(1 + dice.nextInt(20), stuffing);
    for (int i = 0; i < content.length; ) {
      int part = Math.min(content.length - i, dice.nextInt(30));
      sink.out.write(content, i, part);
      i += part;
    }

    String reference = reference(content, stuffing);
    assertThat(sink.all()).as("seed %d", info.getCurrentRepetition()).isEqualTo(reference);
  }

  /** RFC 5321 section 2.3.8 and 4.5.2, octet by octet. */
  private static String reference(byte[] content, boolean stuffing) {
    StringBuilder all = new StringBuilder();
    boolean lineStart = true;
    for (int i = 0; i < content.length; i++) {
      char c = (char) content[i];
      if (c == '\n' && i > 0 && content[i - 1] == '\r') {
        continue;
      }
      if (c == '\r' || c == '\n') {
        all.append("\r\n");
        lineStart = true;
        continue;
      }
      all.append(c == '.' && lineStart && stuffing ? ".." : String.valueOf(c));
      lineStart = false;
    }
    return all + (lineStart ? "" : "\r\n");
  }

  private static String plain(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n");
  }

  private static final class Sink {
    private final ByteArrayOutputStream blocks = new ByteArrayOutputStream();
    private final MailOutput out;

    Sink(int size, boolean stuffing) {
      out = new MailOutput(size, stuffing, (block, length) -> blocks.write(block, 0, length));
    }

    String all() throws IOException {
      out.finish();
      blocks.write(out.block(), 0, out.length());
      return blocks.toString(ISO_8859_1);
    }
  }
}

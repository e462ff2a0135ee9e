package io.dromail.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressMaskTest {

  private final AddressMask mask = AddressMask.PLAIN;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no address                            | no address
          ada@example.org                       | a***@example.org
          to ada@example.org, bob+x@example.net | to a***@example.org, b***@example.net
          550 5.1.1 <o'brien@example.org>: no   | 550 5.1.1 <o***@example.org>: no
          ada.lovelace@[192.0.2.1]              | ada.lovelace@[192.0.2.1]
          "john doe"@example.org                | "***@example.org
          smtp://shop:secret@mail.example.com   | smtp://shop:s***@mail.example.com
          伊达@例子.cn                            | 伊***@例子.cn
          𝒂da@example.org                       | 𝒂***@example.org
          @example.org, at @ sign, end@         | @example.org, at @ sign, end@
          a@b@example.org                       | a***@***@example.org
          """)
  void masksTheLocalPart(String line, String masked) {
    assertThat(mask.mask(line)).isEqualTo(masked);
  }

  @Test
  void leavesTheQuotesOfJsonAlone() {
    assertThat(new AddressMask("\\\"").mask("{\"message\":\"@x \\\"a b\\\"@example.org\"}"))
        .isEqualTo("{\"message\":\"@x \\\"***@example.org\"}");
  }
}

package io.dromail.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeaderFieldsTest {

  @Test
  void knowsTheExampleOfTheRfc() {
    // RFC 6376 section 3.4.5.
    assertThat(HeaderFields.canonical("A: X", true)).isEqualTo("a:X");
    assertThat(HeaderFields.canonical("B : Y\t\r\n\tZ  ", true)).isEqualTo("b:Y Z");
    assertThat(HeaderFields.canonical("B : Y\t\r\n\tZ  ", false)).isEqualTo("B : Y\t\r\n\tZ  ");
  }

  @Test
  void namesEachFieldOnceMoreThanItIsThereAndTheMostTellingOnesAnyway() {
    HeaderFields fields =
        new HeaderFields("From: a\r\nX-Order: 1\r\nList-Id: l\r\nReceived: r\r\nTo: b,\r\n c\r\n");

    assertThat(fields.names(Set.of()))
        .containsExactly(
            "from", "from", "to", "to", "cc", "subject", "date", "reply-to", "list-id", "list-id");
  }

  @Test
  void leavesOutWhatTheProviderWritesAnew() {
    HeaderFields fields = new HeaderFields("From: a\r\nDate: d\r\nMessage-ID: m\r\n");

    assertThat(fields.names(Set.of("date", "message-id")))
        .containsExactly("from", "from", "to", "cc", "subject", "reply-to");
  }

  @Test
  void takesFieldsOfOneNameFromTheLastToTheFirst() {
    HeaderFields fields = new HeaderFields("To: one\r\nFrom: a\r\nTo: two\r\n");

    assertThat(fields.canonical(List.of("to", "to", "to", "from", "cc"), true))
        .isEqualTo("to:two\r\nto:one\r\nfrom:a\r\n");
  }
}

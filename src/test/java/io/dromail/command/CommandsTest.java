package io.dromail.command;

import static io.dromail.command.Typed.dromail;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandsTest {

  @Test
  void showsWhatThereIsOnOneScreenWhenNothingIsTyped() {
    Typed typed = dromail();

    assertThat(typed.status()).isZero();
    assertThat(typed.out()).contains("run", "check", "send", "sandbox", "The first five minutes");
    assertThat(typed.out().lines()).hasSizeLessThanOrEqualTo(24);
    assertThat(typed.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void tellsItsVersion() {
    assertThat(dromail("--version").out()).startsWith("Dromail ").contains("Java ");
  }

  @Test
  void refusesAnUnknownCommandInTwoLines() {
    Typed typed = dromail("zzz");

    assertThat(typed.status()).isEqualTo(2);
    assertThat(typed.err().lines())
        .containsExactly("Unmatched argument at index 0: 'zzz'", "See dromail --help");
  }
}

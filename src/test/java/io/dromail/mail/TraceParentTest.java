package io.dromail.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00,       00
          00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01,       01
          00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff,       01
          00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02,       00
          cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01,       01
          01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-later, 01
          """)
  void readsWhatTheStandardAllows(String header, String flags) {
    TraceParent trace = TraceParent.read(header);

    assertThat(trace.text()).isEqualTo("00-" + TRACE + "-00f067aa0ba902b7-" + flags);
    assertThat(trace.traceId()).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "x",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-later",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
        " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902bg-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01later",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n",
      })
  void ignoresEverythingElse(String header) {
    assertThat(TraceParent.read(header)).isNull();
  }

  @Test
  void beginsATraceThatCanBeTakenOver() {
    TraceParent begun = TraceParent.of("01920f5c7d3a7b1e9c553f1f6f0a2b11");

    assertThat(begun.text()).isEqualTo("00-01920f5c7d3a7b1e9c553f1f6f0a2b11-9c553f1f6f0a2b11-00");
    assertThat(TraceParent.read(begun.text())).isEqualTo(begun);
  }
}

package io.dromail.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-27T14:20:21Z",
        "2026-11-27T14:20:21.304Z",
        "2026-11-27T14:20:21.304506Z",
        "2026-11-27T14:20:21.304506789Z",
        "2024-02-29T23:59:59.000000001Z",
        "1969-12-31T23:59:59.5Z"
      })
  void readsWhatWeWrite(String text) throws JsonProcessingException {
    assertThat(read(text)).isEqualTo(Instant.parse(text));
  }

  @Test
  void leavesOtherFormsToJackson() throws JsonProcessingException {
    assertThat(read("2026-11-27T15:20:21+01:00")).isEqualTo(Instant.parse("2026-11-27T14:20:21Z"));
    assertThat(MailJson.mapper().readValue("1795789221.5", Instant.class))
        .isEqualTo(Instant.ofEpochSecond(1795789221, 500_000_000));
    assertThat(MailJson.mapper().readValue("null", Instant.class)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-13-27T14:20:21Z",
        "2026-11-27T25:20:21Z",
        "2025-02-29T00:00:00Z",
        "2026-11-27T14:20:2xZ",
        "tomorrow, T-time at noonZ",
        "2026-11-27 14:20:21Z"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidFormatException.class)
        .hasMessageContaining(text);
  }

  private static Instant read(String text) throws JsonProcessingException {
    return MailJson.mapper().readValue('"' + text + '"', Instant.class);
  }
}

package io.dromail.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DryRunRequestTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'dry_run': true}",
        "{'to': ['a', {'b': 'c'}], 'dry_run' : true, 'text': 'x'}",
        "{'dry_run': false, 'dry_run': true}"
      })
  void tellsADryRun(String body) throws IOException {
    assertThat(is(body)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "'dry_run'",
        "{'dry_run': false}",
        "{'dry_run': 'true'}",
        "{'dry_run': 1}",
        "{'dry_run': true, 'dry_run': false}",
        "{'metadata': {'dry_run': true}}",
        "{'text': 'dry_run'}",
        "[{'dry_run': true}]",
        "{'dry_run': true",
        "{'dry_run': true, 'text': }"
      })
  void takesNothingElseForOne(String body) throws IOException {
    assertThat(is(body)).isFalse();
  }

  @Test
  void takesNoBodyForNone() throws IOException {
    assertThat(DryRunRequest.is(RequestSource.of((byte[]) null))).isFalse();
  }

  private static boolean is(String body) throws IOException {
    return DryRunRequest.is(
        RequestSource.of(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }
}

package io.dromail.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.testing.HttpAnswer;

/** Asserts that an answer is an error as the contract has it. */
final class Errors {
  private Errors() {}

  static HttpAnswer assertError(HttpAnswer answer, int status, String name) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).as(answer.toString()).contains("application/json");
    JsonNode error = answer.json();
    assertThat(error.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("statusCode", "name", "message", "details");
    assertThat(error.get("statusCode").intValue()).isEqualTo(status);
    assertThat(error.get("name").asText()).as(answer.toString()).isEqualTo(name);
    assertThat(error.get("message").asText()).isNotBlank().doesNotContain("io.dromail", "java.");
    assertThat(error.get("details").isArray()).isTrue();
    for (JsonNode detail : error.get("details")) {
      assertThat(detail.fieldNames()).toIterable().containsExactlyInAnyOrder("field", "reason");
      assertThat(detail.get("reason").asText()).isNotBlank().doesNotContain("io.dromail", "java.");
    }
    return answer;
  }
}

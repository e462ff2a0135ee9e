package io.dromail.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the gateway answered.
 *
 * @param took from the first byte of the request to the last of the answer
 */
public record HttpAnswer(int status, HttpHeaders headers, String body, Duration took) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + this, e);
    }
  }

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** The text of a field at the top, or empty. */
  public String text(String field) {
    return json().path(field).asText();
  }

  /** The fields that an error complains about. */
  public List<String> fields() {
    return json().path("details").findValuesAsText("field");
  }

  @Override
  public String toString() {
    return status + " " + headers.map() + " after " + took.toMillis() + " ms: " + body;
  }
}

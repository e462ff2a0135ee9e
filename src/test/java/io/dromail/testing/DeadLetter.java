package io.dromail.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A message of {@code mail.dead}.
 *
 * @param headers their values as text
 * @param envelope the job as it came
 */
public record DeadLetter(String messageId, Map<String, String> headers, JsonNode envelope) {

  static DeadLetter of(GetResponse message) {
    Map<String, String> headers = new TreeMap<>();
    Map<String, Object> sent = message.getProps().getHeaders();
    if (sent != null) {
      sent.forEach((name, value) -> headers.put(name, String.valueOf(value)));
    }
    try {
      return new DeadLetter(
          message.getProps().getMessageId(),
          headers,
          new ObjectMapper().readTree(message.getBody()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String header(String name) {
    return headers.get(name);
  }
}

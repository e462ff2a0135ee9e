package io.dromail.house;

import static io.dromail.house.Errors.assertError;
import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.Gateway;
import io.dromail.testing.HttpAnswer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door answers to requests that are no mail at all. */
class ProtocolErrorsTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    @ParameterizedTest
    @ValueSource(
        strings = {"", "  ", "{", "{\"from\": }", "nonsense", "{} {}", "{\"a\": 1,}", "\u0000"})
    void refusesWhatIsNotJson(String body) {
      assertError(house.gateway().post(body), 400, "invalid_json");
      assertError(house.gateway().postBatch(body), 400, "invalid_json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "null", "\"text\"", "{}"})
    void refusesJsonThatIsNoMail(String body) {
      HttpAnswer answer = house.gateway().post(body);

      assertThat(answer.status()).isEqualTo(422);
      assertError(answer, 422, answer.text("name"));
    }

    @Test
    void refusesJsonNestedWithoutEnd() {
      HttpAnswer answer = house.gateway().post("[".repeat(100_000));

      assertError(answer, 400, "invalid_json");
    }

    @Test
    void refusesTextThatIsNotUtf8() {
      HttpAnswer answer =
          house
              .gateway()
              .call(
                  house
                      .gateway()
                      .api("/v1/emails")
                      .header("Content-Type", "application/json")
                      .POST(
                          BodyPublishers.ofByteArray(
                              new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                      .build());

      assertError(answer, 400, "invalid_json");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"/", "/nothing", "/v1", "/v1/emails/123", "/v2/emails", "/health", "/metrics"})
    void answersNotFound(String path) {
      assertError(house.gateway().call(house.gateway().api(path).build()), 404, "not_found");
    }

    @ParameterizedTest
    @CsvSource({
      "DELETE,/v1/emails,'GET, POST'",
      "POST,/v1/emails/1,GET",
      "GET,/v1/emails/1/cancel,POST",
      "DELETE,/emails,POST",
      "PUT,/v1/emails/batch,POST",
      "GET,/emails/batch,POST",
      "POST,/openapi.yaml,GET",
      "PATCH,/v1/emails,'GET, POST'"
    })
    void saysWhichMethodsAPathHas(String method, String path, String allowed) {
      HttpAnswer answer =
          house
              .gateway()
              .call(house.gateway().api(path).method(method, BodyPublishers.noBody()).build());

      assertError(answer, 405, "method_not_allowed");
      assertThat(answer.header("Allow")).contains(allowed);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "text/plain",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "application/xml"
        })
    void refusesOtherMediaTypes(String type) {
      Gateway gateway = house.gateway();
      HttpAnswer answer =
          gateway.call(
              gateway
                  .api("/v1/emails")
                  .header("Content-Type", type)
                  .POST(BodyPublishers.ofString(mail("").toString()))
                  .build());

      assertError(answer, 415, "unsupported_media_type");
    }

    @Test
    void refusesBodyWithoutMediaType() {
      Gateway gateway = house.gateway();
      HttpAnswer answer =
          gateway.call(
              gateway.api("/v1/emails").POST(BodyPublishers.ofString(mail("").toString())).build());

      assertError(answer, 415, "unsupported_media_type");
    }

    @Test
    void takesJsonWithCharset() {
      Gateway gateway = house.gateway();
      HttpAnswer answer =
          gateway.call(
              gateway
                  .api("/emails?x=1")
                  .header("Content-Type", "application/json; charset=UTF-8")
                  .POST(BodyPublishers.ofString(mail("").toString()))
                  .build());

      assertThat(answer.status()).isEqualTo(202);
      house.awaitMail(answer.text("message_id"));
    }

    @Test
    void servesTheContract() {
      HttpAnswer answer = house.gateway().call(house.gateway().api("/openapi.yaml").build());

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).startsWith("openapi: 3.1.0");
    }
  }
}

package io.dromail.house;

import static io.dromail.house.Errors.assertError;
import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.RawHttp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, allowed senders, rates and sizes, when the settings ask for them. */
class GuardedDoorTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    private static final String SHOP = "Bearer shop-key-1";

    @Override
    Map<String, String> settings() {
      return Map.of(
          "dromail.api.keys",
          "shop:shop-key-1:shop@example.com|@example.net,open:open-key-2,busy:busy-key-3",
          "dromail.api.requests-per-second",
          "20",
          "dromail.http.body-limit-bytes",
          "200000",
          "dromail.mail.size-limit-bytes",
          "100000");
    }

    @Test
    void asksForAKey() {
      HttpAnswer answer = assertError(house.gateway().post(mail("")), 401, "missing_api_key");

      assertThat(answer.header("WWW-Authenticate").orElseThrow()).startsWith("Bearer");
      assertError(house.gateway().postBatch("[]"), 401, "missing_api_key");
      assertError(
          house.gateway().post(mail(""), "Authorization", "Digest shop-key-1"),
          401,
          "missing_api_key");
      assertError(house.gateway().post("not json"), 401, "missing_api_key");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Bearer wrong-key-9",
          "Bearer ",
          "Bearer shop-key-1x",
          "Bearer SHOP-KEY-1",
          "Basic c2hvcDp4"
        })
    void refusesUnknownKeys(String authorization) {
      HttpAnswer answer = house.gateway().post(mail(""), "Authorization", authorization);

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.text("name")).isIn("invalid_api_key", "missing_api_key");
      assertThat(answer.body()).doesNotContain("key-");
    }

    @Test
    void doesNotTakeTheKeyFromTheQuery() {
      HttpAnswer answer =
          house
              .gateway()
              .call(house.gateway().to("/v1/emails?Authorization=Bearer+shop-key-1", mail("")));

      assertError(answer, 401, "missing_api_key");
    }

    @Test
    void letsAllowedSendersSend() {
      assertThat(house.deliver(mail(""), "Authorization", SHOP).envelopeFrom())
          .isEqualTo("shop@example.com");
      assertThat(
              house
                  .deliver(
                      mail("'from': 'Any <any@EXAMPLE.net>'"), "Authorization", "bearer shop-key-1")
                  .envelopeFrom())
          .isEqualToIgnoringCase("any@example.net");
      house.deliver(mail("'from': 'ceo@example.edu'"), "Authorization", "Bearer open-key-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ceo@example.com", "shop@sub.example.net", "shop@example.com.evil.org"})
    void refusesOtherSenders(String sender) {
      HttpAnswer answer = house.gateway().post(mail("").put("from", sender), "Authorization", SHOP);

      assertThat(assertError(answer, 403, "sender_not_allowed").fields()).containsExactly("from");
    }

    @Test
    void refusesWholeBatchForOneSenderThatIsNotAllowed() {
      HttpAnswer answer =
          house
              .gateway()
              .postBatch(
                  Requests.batch(mail(""), mail("'from': 'ceo@example.com'")),
                  "Authorization",
                  SHOP);

      assertThat(assertError(answer, 403, "sender_not_allowed").fields())
          .containsExactly("[1].from");
      assertThat(house.smtp().mails()).isEmpty();
    }

    @Test
    void refusesRequestsBeyondTheRateOfTheTenant() {
      List<CompletableFuture<HttpAnswer>> all =
          IntStream.range(0, 200)
              .mapToObj(
                  i -> house.gateway().postAsync(mail(""), "Authorization", "Bearer busy-key-3"))
              .toList();
      List<HttpAnswer> refused =
          all.stream().map(CompletableFuture::join).filter(a -> a.status() != 202).toList();

      assertThat(refused).isNotEmpty().hasSizeLessThanOrEqualTo(180);
      for (HttpAnswer answer : refused) {
        assertError(answer, 429, "rate_limit_exceeded");
        assertThat(answer.header("Retry-After").orElseThrow()).matches("[1-9]\\d*");
      }
      assertThat(house.gateway().post(mail(""), "Authorization", SHOP).status()).isEqualTo(202);
      house.smtp().awaitMails(201 - refused.size(), SOON);
    }

    @Test
    void refusesBodyThatIsTooLarge() {
      HttpAnswer answer =
          house.gateway().post(mail("").put("text", "x".repeat(200_001)), "Authorization", SHOP);

      assertError(answer, 413, "message_too_large");
    }

    @Test
    void refusesMailThatIsTooLarge() {
      String content = "A".repeat(100_000);
      HttpAnswer answer =
          house
              .gateway()
              .post(
                  mail("'attachments': [{'filename': 'a', 'content': '" + content + "'}]"),
                  "Authorization",
                  SHOP);

      assertError(answer, 413, "message_too_large");
    }

    /** A key is what a web page hasn't got; proxies may call the gateway as they like. */
    @Test
    void isCalledByAnyNameAndGuardedFromOtherSites() {
      RawHttp http = new RawHttp(house.gateway().api("/").build().uri().getPort());
      String[] proxied = {
        "Host: upstream:8080",
        "Origin: https://mail.example.com",
        "Authorization: " + SHOP,
        "Content-Type: application/json",
        "Sec-Fetch-Site: same-site"
      };
      HttpAnswer sent = http.call("POST /v1/emails HTTP/1.1", mail("").toString(), proxied);
      assertThat(sent.status()).as(sent.toString()).isEqualTo(202);
      house.awaitMail(sent.text("message_id"));

      proxied[4] = "Sec-Fetch-Site: cross-site";
      assertError(
          http.call("POST /v1/emails HTTP/1.1", mail("").toString(), proxied),
          403,
          "cross_site_request");
    }

    @Test
    void writesNoKeyIntoTheMail() {
      var mail = house.deliver(mailTo("ada@example.org"), "Authorization", SHOP);

      assertThat(new String(mail.raw(), StandardCharsets.UTF_8))
          .doesNotContain("shop-key", "Authorization", "Bearer");
    }
  }
}

package io.dromail.house;

import static io.dromail.house.Errors.assertError;
import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.RawHttp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page in a browser on this machine can't do to a gateway without keys. */
@On(BrokerKind.EMBEDDED)
class WebPagesTest extends HouseCases {

  private static final String SEND = "POST /v1/emails HTTP/1.1";
  private static final String JSON = "Content-Type: application/json";
  private static final String HERE = "Host: localhost:8080";

  @Override
  Map<String, String> settings() {
    return Map.of("dromail.http.allowed-hosts", "mail.example.com, 192.0.2.7,[2001:db8::7]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8080",
        "LocalHost.:1",
        "dromail.localhost:8080",
        "127.0.0.1",
        "127.0.0.1:8080",
        "127.255.0.9",
        "[::1]",
        "[::1]:8080",
        "[0:0:0:0:0:0:0:1]:8080",
        "mail.example.com",
        "MAIL.example.com:443",
        "192.0.2.7:8080",
        "[2001:db8::7]:8080"
      })
  void answersToItsOwnNames(String host) {
    assertThat(call("GET /openapi.yaml HTTP/1.1", "Host: " + host).status()).isEqualTo(200);
    HttpAnswer sent = send("Host: " + host);
    assertThat(sent.status()).isEqualTo(202);
    house.awaitMail(sent.text("message_id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rebound.example",
        "rebound.example:8080",
        "localhost.rebound.example",
        "127.0.0.1.rebound.example:8080",
        "notlocalhost",
        "a.mail.example.com",
        "127.0.0.1e:8080",
        "127.0.0.256",
        "0.0.0.0:8080",
        "192.168.0.1",
        "[::2]:8080",
        "[2001:db8::1]"
      })
  void refusesToBeCalledByAnotherName(String host) {
    for (String path :
        List.of("/v1/emails", "/v1/profiles", "/sandbox", "/sandbox/emails", "/console", "/x")) {
      HttpAnswer answer = call("GET " + path + " HTTP/1.1", "Host: " + host);
      assertThat(assertError(answer, 421, "misdirected_request").body()).doesNotContain(host);
    }
    assertError(send("Host: " + host), 421, "misdirected_request");
    house.deliver(mail(""));
    assertThat(house.smtp().mails()).hasSize(1);
  }

  @Test
  void asksForOneHost() {
    assertError(call("GET /v1/emails HTTP/1.1"), 400, "invalid_host");
    assertError(call("GET /v1/emails HTTP/1.0"), 400, "invalid_host");
    assertError(
        call("GET /v1/emails HTTP/1.1", HERE, "Host: rebound.example"), 400, "invalid_host");
    assertError(call("GET /v1/emails HTTP/1.1", "Host: "), 400, "invalid_host");
    assertError(call("GET /v1/emails HTTP/1.1", "Host: a@localhost"), 400, "invalid_host");
    assertError(call("GET /v1/emails HTTP/1.1", "Host: ::1"), 400, "invalid_host");
  }

  @Test
  void looksAtTheAuthorityOfHttp2() {
    List<String> words = List.of("openapi: 3", "misdirected_request");

    assertThat(http().upgraded("/openapi.yaml", "localhost:1", words)).contains("openapi: 3");
    assertThat(http().upgraded("/openapi.yaml", "rebound.example", words))
        .startsWith("HTTP/1.1 101")
        .contains("misdirected_request");
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://rebound.example",
    "Origin: http://localhost:3000",
    "Origin: http://127.0.0.1:8080",
    "Origin: null",
    "Origin: https://mail.example.com.rebound.example",
    "Sec-Fetch-Site: cross-site"
  })
  void letsNoPageOfAnotherSiteWrite(String header) {
    assertError(send(HERE, header), 403, "cross_site_request");
    assertError(
        http().call("POST /v1/emails/x/cancel HTTP/1.1", "", HERE, header),
        403,
        "cross_site_request");
    assertError(
        http().call("DELETE /v1/emails HTTP/1.1", "", HERE, header), 403, "cross_site_request");
    house.deliver(mail(""));
    assertThat(house.smtp().mails()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://localhost:8080,Sec-Fetch-Site: same-origin",
    "Origin: http://LOCALHOST:8080,X-Nothing: 1",
    "Origin: https://mail.example.com,X-Nothing: 1",
    "Origin: https://mail.example.com:8443,Sec-Fetch-Site: same-origin",
    "Origin: null,Sec-Fetch-Site: same-origin",
    "Sec-Fetch-Site: none,X-Nothing: 1"
  })
  void letsItsOwnPagesWrite(String first, String second) {
    HttpAnswer sent = send(HERE, first, second);
    assertThat(sent.status()).as(sent.toString()).isEqualTo(202);
    house.awaitMail(sent.text("message_id"));
  }

  @Test
  void letsLinksOnOtherSitesLeadToItsPages() {
    HttpAnswer answer =
        call(
            "GET /console HTTP/1.1",
            HERE,
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Mode: navigate");

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void takesNoMailThatAFormCouldSend() {
    HttpAnswer answer =
        http().call(SEND, mail("").toString(), HERE, "Content-Type: text/plain", "Accept: */*");

    assertError(answer, 415, "unsupported_media_type");
  }

  private HttpAnswer send(String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = JSON;
    return http().call(SEND, mail("").toString(), all);
  }

  private HttpAnswer call(String line, String... headers) {
    return http().call(line, "", headers);
  }

  private RawHttp http() {
    return new RawHttp(house.gateway().api("/").build().uri().getPort());
  }
}

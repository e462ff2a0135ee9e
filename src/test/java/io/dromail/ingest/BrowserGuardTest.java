package io.dromail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.Refused;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserGuardTest {

  private static final String HERE = "Host: localhost:8080";

  private final BrowserGuard guard =
      new BrowserGuard(new ApiKeys(""), " Mail.example.com,, 192.0.2.7,[2001:db8::7] ");
  private final BrowserGuard withKeys = new BrowserGuard(new ApiKeys("shop:key-of-shop"), "");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost.:8080",
        "localhost:",
        "dromail.localhost",
        "127.0.0.1:8080",
        "127.255.255.255",
        "[::1]:8080",
        "[::ffff:127.0.0.1]",
        "MAIL.example.com:443",
        "192.0.2.7",
        "[2001:DB8::7]:8080"
      })
  void isCalledByLoopbackAndWhatTheSettingsAllow(String host) {
    assertThat(refusal("GET", "Host: " + host)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rebound.example:8080",
        "localhost.rebound.example",
        "notlocalhost",
        "a.mail.example.com",
        "127.0.0.1.rebound.example",
        "127.0.0.256",
        "127.0.0.01",
        "0.0.0.0:8080",
        "[::2]",
        "[::]",
        "[bad.cafe]",
        "localhost.."
      })
  void isCalledByNoOtherName(String host) {
    assertRefused(refusal("GET", "Host: " + host), 421, "misdirected_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:http",
        "localhost:8080:1",
        "a@localhost",
        "localhost/",
        "local host",
        "::1",
        "[::1",
        "[::1%lo]",
        "[]",
        "",
        " "
      })
  void isCalledByNothingThatIsNoHost(String host) {
    assertRefused(refusal("GET", "Host: " + host), 400, "invalid_host");
  }

  @Test
  void isCalledByOneHost() {
    assertRefused(refusal("GET"), 400, "invalid_host");
    assertRefused(refusal("GET", HERE, HERE), 400, "invalid_host");
  }

  @Test
  void remembersNoHostThatItHasRefused() {
    assertThat(refusal("GET", HERE)).isNull();
    for (int i = 0; i < 2; i++) {
      assertRefused(refusal("GET", "Host: rebound.example"), 421, "misdirected_request");
    }
    assertRefused(refusal("GET", "Host: "), 400, "invalid_host");
    assertThat(refusal("GET", HERE)).isNull();
  }

  @Test
  void looksAtTheAuthorityOfHttp2Alone() {
    assertThat(refusal(http2(HostAndPort.create("localhost", 8080)))).isNull();
    assertRefused(
        refusal(http2(HostAndPort.create("rebound.example", 8080))), 421, "misdirected_request");
    assertRefused(refusal(http2(null)), 400, "invalid_host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://rebound.example",
        "Origin: http://localhost",
        "Origin: http://localhost:3000",
        "Origin: http://127.0.0.1:8080",
        "Origin: ftp://localhost:8080",
        "Origin: null",
        "Origin: https://mail.example.com.rebound.example",
        "Origin: https://mail.example.com@rebound.example",
        "Sec-Fetch-Site: cross-site"
      })
  void letsPagesOfOtherSitesReadAtMost(String header) {
    for (String method : new String[] {"POST", "DELETE", "OPTIONS"}) {
      assertRefused(refusal(method, HERE, header), 403, "cross_site_request");
    }
    assertThat(refusal("GET", HERE, header)).isNull();
    assertThat(refusal("HEAD", HERE, header)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://LOCALHOST:8080, Accept: */*",
    "Origin: https://mail.example.com, Sec-Fetch-Site: same-site",
    "Origin: https://mail.example.com:8443, Accept: */*",
    "Origin: null, Sec-Fetch-Site: same-origin",
    "Sec-Fetch-Site: none, Accept: */*",
    "Content-Type: application/json, Accept: */*"
  })
  void letsItsOwnPagesAndProgramsWrite(String first, String second) {
    assertThat(refusal("POST", HERE, first, second)).isNull();
  }

  @Test
  void asksWithKeysOnlyThatNoOtherSiteWrites() {
    HttpServerRequest proxied =
        request("POST", "Host: upstream", "Host: again", "Origin: https://mail.example.com");
    HttpServerRequest crossSite = request("POST", HERE, "Sec-Fetch-Site: cross-site");

    assertThat(catchThrowableOfType(Refused.class, () -> withKeys.check(proxied))).isNull();
    assertRefused(
        catchThrowableOfType(Refused.class, () -> withKeys.check(crossSite)),
        403,
        "cross_site_request");
  }

  private Refused refusal(String method, String... headers) {
    return refusal(request(method, headers));
  }

  private Refused refusal(HttpServerRequest request) {
    return catchThrowableOfType(Refused.class, () -> guard.check(request));
  }

  private static void assertRefused(Refused refused, int status, String name) {
    assertThat(refused).isNotNull();
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.name()).isEqualTo(name);
  }

  private static HttpServerRequest http2(HostAndPort authority) {
    return request(HttpVersion.HTTP_2, authority, "GET", HERE);
  }

  private static HttpServerRequest request(String method, String... headers) {
    return request(HttpVersion.HTTP_1_1, null, method, headers);
  }

  /** What the guard may ask of a request. */
  private static HttpServerRequest request(
      HttpVersion version, HostAndPort authority, String method, String... headers) {
    MultiMap all = MultiMap.caseInsensitiveMultiMap();
    for (String header : headers) {
      String[] parts = header.split(": ", 2);
      all.add(parts[0], parts[1]);
    }
    InvocationHandler calls =
        (proxy, called, arguments) ->
            switch (called.getName()) {
              case "version" -> version;
              case "authority" -> authority;
              case "method" -> HttpMethod.valueOf(method);
              case "headers" -> all;
              case "getHeader" -> all.get((CharSequence) arguments[0]);
              default -> throw new UnsupportedOperationException(called.getName());
            };
    return (HttpServerRequest)
        Proxy.newProxyInstance(
            HttpServerRequest.class.getClassLoader(),
            new Class<?>[] {HttpServerRequest.class},
            calls);
  }
}

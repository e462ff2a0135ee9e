package io.dromail.send;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.token.Tokens;
import java.io.IOException;
import java.util.Set;

/** Asks a token endpoint (RFC 6749 section 3.2), and puts what goes wrong into words. Stateless. */
final class TokenEndpoint {

  private static final int TIMEOUT_MS = 10_000;
  private static final int WORDS_AT_MOST = 300;
  private static final int TOO_LATE = 408;
  private static final int TOO_MANY = 429;

  /** RFC 6749 section 4.1.2.1; some endpoints answer them with 400. */
  private static final Set<String> FOR_NOW = Set.of("temporarily_unavailable", "server_error");

  private TokenEndpoint() {}

  /**
   * Asks for tokens; takes 10 s to connect and 10 s for the answer at most.
   *
   * @param secrets what the endpoint's words must not repeat
   */
  static Tokens ask(TokenRequest request, String... secrets) throws TokenFailure {
    String host = request.getEndpointURI().getHost();
    HTTPRequest http = request.toHTTPRequest();
    http.setConnectTimeout(TIMEOUT_MS);
    http.setReadTimeout(TIMEOUT_MS);
    http.setFollowRedirects(false);
    HTTPResponse response;
    try {
      response = http.send();
    } catch (IOException e) {
      throw new TokenFailure(false, host + " gave no token: " + words(e));
    }
    try {
      TokenResponse answer = TokenResponse.parse(response);
      if (answer.indicatesSuccess()) {
        return answer.toSuccessResponse().getTokens();
      }
      throw refusal(host, answer.toErrorResponse().getErrorObject(), secrets);
    } catch (ParseException e) {
      throw new TokenFailure(
          false,
          host + " gave no token: it answered " + response.getStatusCode() + " with none in it");
    }
  }

  private static TokenFailure refusal(String host, ErrorObject error, String... secrets) {
    int status = error.getHTTPStatusCode();
    String code = error.getCode() == null ? "it answered " + status : error.getCode();
    boolean forNow =
        status < 400
            || status >= 500
            || status == TOO_LATE
            || status == TOO_MANY
            || FOR_NOW.contains(code);
    String description = error.getDescription() == null ? "" : ": " + error.getDescription();
    String words = (code + description).replaceAll("\\s+", " ").strip();
    for (String secret : secrets) {
      words = secret.isEmpty() ? words : words.replace(secret, "***");
    }
    return new TokenFailure(!forNow, host + " gave no token: " + shortened(words));
  }

  private static String shortened(String words) {
    return words.length() > WORDS_AT_MOST ? words.substring(0, WORDS_AT_MOST) + "…" : words;
  }

  private static String words(IOException e) {
    String message = e.getMessage() == null ? "" : ": " + e.getMessage();
    return e.getClass().getSimpleName() + message;
  }
}

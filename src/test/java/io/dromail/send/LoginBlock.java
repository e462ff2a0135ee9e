package io.dromail.send;

import java.util.HashMap;
import java.util.Map;

/** Login settings for tests, by name. */
final class LoginBlock {

  static final String PASSWORD = "pass-word-nobody-may-read";
  static final String CLIENT_SECRET = "client-secret-nobody-may-read";
  static final String REFRESH_TOKEN = "refresh-token-nobody-may-read";

  private final Map<String, String> values = new HashMap<>(Map.of("profile", "office"));

  /** Names and values by turns. */
  static LoginBlock of(String... namesAndValues) {
    return new LoginBlock().with(namesAndValues);
  }

  static LoginBlock clientCredentials(String tokenUrl) {
    return of("user", "office@example.com", "tokenUrl", tokenUrl, "clientId", "dromail")
        .with("clientSecret", CLIENT_SECRET);
  }

  static LoginBlock refreshToken(String tokenUrl) {
    return clientCredentials(tokenUrl).with("refreshToken", REFRESH_TOKEN);
  }

  LoginBlock with(String... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return this;
  }

  LoginSettings settings() {
    return new LoginSettings(
        values.get("profile"),
        values.get("mechanism"),
        values.get("user"),
        values.get("password"),
        values.get("tokenUrl"),
        values.get("tenant"),
        values.get("clientId"),
        values.get("clientSecret"),
        values.get("scope"),
        values.get("refreshToken"),
        values.get("serviceAccountFile"));
  }
}

package io.dromail.send;

import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import java.net.URI;

/**
 * Tokens for an account whose owner has agreed once (RFC 6749 section 6). An endpoint may replace
 * the refresh token with each answer; the last one is kept.
 */
final class RefreshToken implements TokenSource {

  private final URI endpoint;
  private final String clientId;
  private final String clientSecret;
  private final String scope;
  private final RefreshTokenFile file;
  private String current;

  RefreshToken(LoginSettings settings, URI endpoint, RefreshTokenFile file) {
    this.endpoint = endpoint;
    this.clientId = settings.clientId();
    this.clientSecret = settings.clientSecret();
    this.scope = settings.scope();
    this.file = file;
    this.current = file.current();
  }

  @Override
  public AccessToken fetch() throws TokenFailure {
    Tokens tokens = TokenEndpoint.ask(request(), clientSecret, current);
    if (tokens.getRefreshToken() != null && !tokens.getRefreshToken().getValue().equals(current)) {
      current = tokens.getRefreshToken().getValue();
      file.keep(current);
    }
    return tokens.getAccessToken();
  }

  private TokenRequest request() {
    RefreshTokenGrant grant =
        new RefreshTokenGrant(new com.nimbusds.oauth2.sdk.token.RefreshToken(current));
    ClientID client = new ClientID(clientId);
    TokenRequest.Builder request =
        clientSecret.isEmpty()
            ? new TokenRequest.Builder(endpoint, client, grant)
            : new TokenRequest.Builder(
                endpoint, new ClientSecretPost(client, new Secret(clientSecret)), grant);
    return (scope.isEmpty() ? request : request.scope(Scope.parse(scope))).build();
  }
}

package io.dromail.send;

import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;

/** Tokens for an application of its own right (RFC 6749 section 4.4), as Microsoft 365 has them. */
final class ClientCredentials implements TokenSource {

  private static final String MICROSOFT_365 = "https://outlook.office365.com/.default";

  private final String secret;
  private final TokenRequest request;

  ClientCredentials(LoginSettings settings) {
    secret = settings.required("clientSecret", settings.clientSecret());
    String scope = settings.scope().isEmpty() ? MICROSOFT_365 : settings.scope();
    request =
        new TokenRequest.Builder(
                settings.endpoint(""),
                new ClientSecretPost(new ClientID(settings.clientId()), new Secret(secret)),
                new ClientCredentialsGrant())
            .scope(Scope.parse(scope))
            .build();
  }

  @Override
  public AccessToken fetch() throws TokenFailure {
    return TokenEndpoint.ask(request, secret).getAccessToken();
  }
}

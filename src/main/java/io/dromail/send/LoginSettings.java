package io.dromail.send;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * How a profile logs in, as its block says; what isn't given is empty. Immutable; prints no secret.
 *
 * @param profile the profile's name
 * @param mechanism {@code none}, {@code auto}, {@code plain}, {@code login}, {@code cram-md5} or
 *     {@code xoauth2}; empty for what the rest suggests
 * @param user the user, or the mailbox that is logged in to with a token
 * @param tokenUrl the token endpoint; empty for Microsoft's (of the tenant) or Google's
 * @param tenant Microsoft's tenant, by id or domain
 * @param scope what the token is for; empty for sending mail
 * @param refreshToken the one to begin with; the endpoint may replace it
 * @param serviceAccountFile Google's JSON key file of a service account
 */
record LoginSettings(
    String profile,
    String mechanism,
    String user,
    String password,
    String tokenUrl,
    String tenant,
    String clientId,
    String clientSecret,
    String scope,
    String refreshToken,
    String serviceAccountFile) {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  LoginSettings {
    profile = given(profile);
    mechanism = given(mechanism);
    user = given(user);
    password = given(password);
    tokenUrl = given(tokenUrl);
    tenant = given(tenant);
    clientId = given(clientId);
    clientSecret = given(clientSecret);
    scope = given(scope);
    refreshToken = given(refreshToken);
    serviceAccountFile = given(serviceAccountFile);
  }

  /**
   * The mechanism.
   *
   * @throws IllegalArgumentException with one sentence, if there is no such
   */
  Mechanism chosen() {
    if (mechanism.isEmpty()) {
      boolean token = !(clientId + refreshToken + serviceAccountFile).isEmpty();
      return token ? Mechanism.XOAUTH2 : user.isEmpty() ? Mechanism.NONE : Mechanism.AUTO;
    }
    try {
      return Mechanism.of(mechanism);
    } catch (IllegalArgumentException e) {
      throw wrong("authentication must be one of " + e.getMessage() + ", not '" + mechanism + "'");
    }
  }

  /** Refuses an empty value. */
  String required(String name, String value) {
    if (value.isEmpty()) {
      throw wrong(name + " is missing");
    }
    return value;
  }

  /**
   * The token endpoint.
   *
   * @param otherwise what it is if no setting says so; empty if one must
   */
  URI endpoint(String otherwise) {
    if (!tenant.isEmpty() && !tenant.matches("[A-Za-z0-9.-]+")) {
      throw wrong("tenant must be an id or a domain");
    }
    String url =
        !tokenUrl.isEmpty()
            ? tokenUrl
            : tenant.isEmpty()
                ? otherwise
                : "https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/token";
    URI uri;
    try {
      uri = new URI(required("tenant (Microsoft) or tokenUrl", url));
    } catch (URISyntaxException e) {
      throw wrong("tokenUrl can't be read as a URL");
    }
    boolean safe = "https".equals(uri.getScheme()) || LOOPBACK.contains(given(uri.getHost()));
    if (uri.getHost() == null || !safe) {
      throw wrong("tokenUrl must begin with https:// and a host");
    }
    return uri;
  }

  /** One sentence that names the profile. */
  IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("profile " + profile + ": " + what);
  }

  private static String given(String value) {
    return value == null ? "" : value;
  }

  @Override
  public String toString() {
    return "login of profile " + profile + (user.isEmpty() ? "" : " as " + user);
  }
}

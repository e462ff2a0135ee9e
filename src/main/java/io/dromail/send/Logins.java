package io.dromail.send;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;

/** Makes the login of a profile out of its settings. Stateless. */
final class Logins {

  /** Where a refresh token of one of Google's clients is for, if no setting says so. */
  private static final String GOOGLE = "https://oauth2.googleapis.com/token";

  private static final String CLIENT_OF_GOOGLE = ".apps.googleusercontent.com";

  private Logins() {}

  /**
   * The login; asks nobody yet.
   *
   * @param dataDirectory where refresh tokens are kept that the endpoint replaced
   * @throws IllegalArgumentException with one sentence, without a secret, if a setting is missing
   *     or wrong
   */
  static Login of(LoginSettings settings, Path dataDirectory) {
    return of(settings, dataDirectory, InstantSource.system());
  }

  /** As {@link #of(LoginSettings, Path)}, by that clock. */
  static Login of(LoginSettings settings, Path dataDirectory, InstantSource clock) {
    if (!settings.profile().matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw settings.wrong("the name must be of letters, digits, dots, hyphens and underscores");
    }
    return switch (settings.chosen()) {
      case NONE -> none(settings);
      case XOAUTH2 ->
          new TokenLogin(
              settings.required("user", settings.user()),
              new TokenCache(settings.profile(), source(settings, dataDirectory, clock), clock));
      default -> password(settings);
    };
  }

  private static Login none(LoginSettings settings) {
    if (!settings.user().isEmpty()) {
      throw settings.wrong("user is given, but authentication is none");
    }
    return PasswordLogin.NONE;
  }

  private static Login password(LoginSettings settings) {
    Mechanism mechanism = settings.chosen();
    if (!(settings.clientId() + settings.refreshToken() + settings.serviceAccountFile())
        .isEmpty()) {
      throw settings.wrong("an access token needs authentication xoauth2, not " + mechanism);
    }
    return new PasswordLogin(
        mechanism,
        settings.required("user", settings.user()),
        settings.required("password", settings.password()));
  }

  private static TokenSource source(LoginSettings settings, Path data, InstantSource clock) {
    if (!settings.password().isEmpty()) {
      throw settings.wrong("password is given, but authentication is xoauth2");
    }
    boolean refresh = !settings.refreshToken().isEmpty();
    if (!settings.serviceAccountFile().isEmpty()) {
      if (refresh) {
        throw settings.wrong("refreshToken and serviceAccountFile are both given");
      }
      return ServiceAccount.read(settings, clock);
    }
    settings.required("clientId", settings.clientId());
    if (!refresh) {
      return new ClientCredentials(settings);
    }
    boolean google = settings.clientId().toLowerCase(Locale.ROOT).endsWith(CLIENT_OF_GOOGLE);
    return new RefreshToken(
        settings,
        settings.endpoint(google ? GOOGLE : ""),
        new RefreshTokenFile(data, settings.profile(), settings.refreshToken()));
  }
}

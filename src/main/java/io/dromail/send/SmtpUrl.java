package io.dromail.send;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code smtp://user:password@host:587?tls=required}: where and how to submit mail (RFC 6409, RFC
 * 8314).
 *
 * @param user null without a login
 * @param tls how the connection is protected
 */
record SmtpUrl(String host, int port, String user, String password, Tls tls) {

  /** How a connection is protected. */
  enum Tls {
    /** TLS from the first byte (RFC 8314 section 3.3). */
    IMPLICIT,
    /** STARTTLS (RFC 3207), or no mail. */
    REQUIRED,
    /** STARTTLS if it's offered. */
    OPTIONAL,
    /** Clear text. */
    NONE
  }

  /**
   * Reads a URL; TLS is required unless {@code tls=} says otherwise.
   *
   * @throws IllegalArgumentException with one sentence, without the password
   */
  static SmtpUrl parse(String url) {
    URI uri = uri(url);
    boolean implicit = "smtps".equals(uri.getScheme());
    Tls tls = implicit ? Tls.IMPLICIT : tls(uri.getQuery());
    int port = uri.getPort() > 0 ? uri.getPort() : implicit ? 465 : 587;
    String login = uri.getRawUserInfo();
    if (login == null) {
      return new SmtpUrl(uri.getHost(), port, null, null, tls);
    }
    String[] parts = login.split(":", 2);
    return new SmtpUrl(
        uri.getHost(), port, decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "", tls);
  }

  /** What Java says about a broken URL repeats the URL, so none of it is passed on. */
  private static URI uri(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException unreadable) {
      // As without a host.
    }
    throw new IllegalArgumentException(
        "dromail.smtp.url has no host that can be read; percent-encode reserved characters in"
            + " user and password.");
  }

  private static Tls tls(String query) {
    Map<String, String> options =
        query == null
            ? Map.of()
            : Arrays.stream(query.split("&"))
                .map(option -> option.split("=", 2))
                .collect(Collectors.toMap(o -> o[0], o -> o.length > 1 ? o[1] : "", (a, b) -> b));
    for (String option : options.keySet()) {
      if (!option.equals("tls")) {
        throw new IllegalArgumentException(
            "dromail.smtp.url has an unknown option " + option + ".");
      }
    }
    return switch (options.getOrDefault("tls", "required")) {
      case "required" -> Tls.REQUIRED;
      case "optional" -> Tls.OPTIONAL;
      case "none" -> Tls.NONE;
      default ->
          throw new IllegalArgumentException(
              "dromail.smtp.url: tls must be required, optional or none.");
    };
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}

package io.dromail.send;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads {@code smtp://user:password@host:587?tls=starttls-required}: where and how to submit mail
 * (RFC 6409, RFC 8314), as the properties of a profile. Stateless.
 */
final class SmtpUrl {

  private static final Set<String> OPTIONS = Set.of("tls", "pipelining");

  private SmtpUrl() {}

  /**
   * The parts of a URL, by the names that {@link SmtpProfile} has for them.
   *
   * @throws IllegalArgumentException with the rest of a sentence, without the password
   */
  static Map<String, String> parts(String url) {
    URI uri = uri(url);
    boolean implicit = "smtps".equals(uri.getScheme());
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("host", uri.getHost());
    if (uri.getPort() > 0) {
      parts.put("port", Integer.toString(uri.getPort()));
    }
    Map<String, String> options = options(uri.getQuery());
    String tls = options.get("tls");
    if (implicit || tls != null) {
      parts.put("tls", implicit ? "implicit" : tls);
    }
    if (options.containsKey("pipelining")) {
      parts.put("pipelining", options.get("pipelining"));
    }
    String login = uri.getRawUserInfo();
    if (login != null) {
      String[] names = login.split(":", 2);
      parts.put("user", decoded(names[0]));
      parts.put("password", names.length > 1 ? decoded(names[1]) : "");
    }
    return parts;
  }

  /** What Java says about a broken URL repeats the URL, so none of it is passed on. */
  private static URI uri(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("smtps?")) {
        return uri;
      }
    } catch (URISyntaxException unreadable) {
      // As without a host.
    }
    throw new IllegalArgumentException(
        "the URL has no host that can be read; percent-encode reserved characters in user and"
            + " password");
  }

  private static Map<String, String> options(String query) {
    Map<String, String> options =
        query == null
            ? Map.of()
            : Arrays.stream(query.split("&"))
                .map(option -> option.split("=", 2))
                .collect(Collectors.toMap(o -> o[0], o -> o.length > 1 ? o[1] : "", (a, b) -> b));
    for (String option : options.keySet()) {
      if (!OPTIONS.contains(option)) {
        throw new IllegalArgumentException("the URL has an unknown option " + option);
      }
    }
    return options;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}

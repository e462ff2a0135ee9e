package io.dromail.ingest;

import io.dromail.mail.Refused;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps web pages out. A page in a browser on this machine can send requests to loopback, and if
 * its name is made to lead there (DNS rebinding), it can read the answers, too. Its browser still
 * says which name was called, and of which site the page is. So an API that asks for no key is
 * called by a name of loopback or one of the settings, and no page of another site writes.
 * Thread-safe.
 */
public final class BrowserGuard {

  /** RFC 9110 section 7.2: a host, in brackets if it's an address of IPv6, and maybe a port. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s:/?#@\\[\\]]+)(?::\\d{0,5})?");

  private static final Pattern LOOPBACK_V4 =
      Pattern.compile("127(?:\\.(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

  private final boolean withoutKeys;
  private final Set<String> allowed;

  /** The last one that was found good: most clients say the same. */
  private volatile String known;

  /**
   * For an API with these keys.
   *
   * @param allowedHosts names and addresses besides those of loopback, separated by commas
   */
  public BrowserGuard(ApiKeys keys, String allowedHosts) {
    withoutKeys = keys.areNone();
    allowed =
        Stream.of(allowedHosts.split(","))
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .filter(host -> !host.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Judges a request by its headers alone.
   *
   * @throws Refused 400 {@code invalid_host} (RFC 9112 section 3.2), 421 {@code
   *     misdirected_request} (RFC 9110 section 15.5.20), or 403 {@code cross_site_request}
   */
  void check(HttpServerRequest request) throws Refused {
    String host = null;
    if (withoutKeys) {
      host = host(request);
      if (!host.equals(known)) {
        checkHost(host);
        known = host;
      }
    }
    HttpMethod method = request.method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      checkSite(request, host);
    }
  }

  private static String host(HttpServerRequest request) throws Refused {
    if (request.version() == HttpVersion.HTTP_2) {
      if (request.authority() != null) {
        return request.authority().toString();
      }
    } else {
      List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
      if (hosts.size() == 1) {
        return hosts.get(0);
      }
    }
    throw invalidHost();
  }

  private void checkHost(String host) throws Refused {
    Matcher authority = AUTHORITY.matcher(host);
    if (!authority.matches()) {
      throw invalidHost();
    }
    String name = authority.group(1).toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    if (!isLoopback(name) && !allowed.contains(name)) {
      throw Refused.because(
          421,
          "misdirected_request",
          "Without API keys the gateway is called by a name of loopback, such as localhost, or by"
              + " one that dromail.http.allowed-hosts lists.");
    }
  }

  /** What Vert.x finds, too, where there are keys. */
  static Refused invalidHost() {
    return Refused.because(400, "invalid_host", "A request has one Host, a name or an address.");
  }

  /** By what it says; no DNS server is asked, since that is who may be lying. */
  private static boolean isLoopback(String name) {
    if (name.startsWith("[")) {
      try {
        return InetAddress.getByName(name).isLoopbackAddress();
      } catch (UnknownHostException notAnAddress) {
        return false;
      }
    }
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || LOOPBACK_V4.matcher(name).matches();
  }

  /** By what browsers say, and nobody else: Fetch Metadata, or else the page's origin. */
  private void checkSite(HttpServerRequest request, String host) throws Refused {
    String site = request.getHeader("Sec-Fetch-Site");
    if ("same-origin".equals(site) || "none".equals(site)) {
      return;
    }
    String origin = withoutKeys ? request.getHeader(HttpHeaders.ORIGIN) : null;
    if ("cross-site".equals(site) || origin != null && !isOf(origin, host)) {
      throw Refused.because(
          403, "cross_site_request", "A page of another site may not write to this API.");
    }
  }

  /** RFC 6454 section 6.2; a proxy may have changed the host, but not the name that is allowed. */
  private boolean isOf(String origin, String host) {
    String from = origin.replaceFirst("^https?://", "").toLowerCase(Locale.ROOT);
    Matcher authority = AUTHORITY.matcher(from);
    return from.equals(host.toLowerCase(Locale.ROOT))
        || authority.matches() && allowed.contains(authority.group(1));
  }
}

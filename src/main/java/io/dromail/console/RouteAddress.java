package io.dromail.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a route takes from or hands on to, in short: the component and what it's about, such as
 * {@code direct:accept}, {@code queue:mail.bulk} or {@code POST /v1/emails}. Other options, which
 * may be secret, are left out.
 */
final class RouteAddress {

  private static final Pattern QUEUES = Pattern.compile("[?&]queues=([^&]+)");
  private static final Pattern KEY = Pattern.compile("[?&]routingKey=([^&]+)");
  private static final Pattern METHOD = Pattern.compile("[?&]httpMethodRestrict=([^&]+)");
  private static final String HTTP = "platform-http:";
  private static final String BROKER = "spring-rabbitmq:";
  private static final String TO_A_QUEUE = BROKER + "default";

  private RouteAddress() {}

  /** What a route takes from. */
  static String from(String uri) {
    String address = address(uri);
    if (address.startsWith(HTTP)) {
      String path = address.substring(HTTP.length());
      return option(METHOD, uri, "") + " /" + URLDecoder.decode(path, StandardCharsets.UTF_8);
    }
    return address.startsWith(BROKER) ? "queue:" + option(QUEUES, uri, "") : address;
  }

  /** What a step sends to. */
  static String to(String uri) {
    String address = address(uri);
    if (address.equals(TO_A_QUEUE)) {
      return "queue:" + option(KEY, uri, "mail.*");
    }
    return address.startsWith(BROKER) ? "exchange:" + address.substring(BROKER.length()) : address;
  }

  private static String address(String uri) {
    String withoutOptions = uri.replaceFirst("[?].*", "").replaceFirst(":/+", ":");
    return withoutOptions.replaceFirst(":[^/@]*@", ":");
  }

  private static String option(Pattern pattern, String uri, String otherwise) {
    Matcher matcher = pattern.matcher(uri);
    return matcher.find() ? matcher.group(1) : otherwise;
  }
}

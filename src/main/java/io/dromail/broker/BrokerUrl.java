package io.dromail.broker;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * {@code amqp://user:password@host:port,host:port/vhost}, read as the AMQP URI specification has it
 * (RabbitMQ's, sections 2 to 4); several hosts are tried in turn.
 *
 * @param addresses {@code host:port,host:port}
 * @param virtualHost decoded; {@code /} when the URL names none
 * @param tls whether the scheme is amqps
 */
record BrokerUrl(String addresses, String user, String password, String virtualHost, boolean tls) {

  static BrokerUrl parse(String url) {
    boolean tls = url.startsWith("amqps://");
    String rest = url.substring(url.indexOf("://") + 3);
    String vhost = "/";
    int slash = rest.indexOf('/');
    if (slash >= 0) {
      vhost = slash == rest.length() - 1 ? "/" : decoded(rest.substring(slash + 1));
      rest = rest.substring(0, slash);
    }
    String user = "guest";
    String password = "guest";
    int at = rest.lastIndexOf('@');
    if (at >= 0) {
      String[] login = rest.substring(0, at).split(":", 2);
      user = decoded(login[0]);
      password = login.length > 1 ? decoded(login[1]) : "";
      rest = rest.substring(at + 1);
    }
    String port = tls ? ":5671" : ":5672";
    String addresses =
        Arrays.stream(rest.split(","))
            .map(host -> URI.create("amqp://" + host).getPort() < 0 ? host + port : host)
            .collect(Collectors.joining(","));
    return new BrokerUrl(addresses, user, password, vhost, tls);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return (tls ? "amqps://" : "amqp://")
        + addresses
        + (virtualHost.equals("/") ? "" : "/" + virtualHost);
  }
}

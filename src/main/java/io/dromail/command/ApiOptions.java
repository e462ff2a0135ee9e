package io.dromail.command;

import io.dromail.settings.Settings;
import java.net.URI;
import picocli.CommandLine.Option;

/** Which Dromail a command talks to, and with which key. */
final class ApiOptions {

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where Dromail is; default: here, at its port.")
  private String url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "The API key; better as DROMAIL_API_KEY.")
  private String key = System.getenv("DROMAIL_API_KEY");

  /** The API; reads the settings if no URL was given. */
  Api api() {
    String address = url == null ? here(Home.settings()) : url;
    return new Api(parsed(address.replaceAll("/+$", "")), key);
  }

  private static String here(Settings settings) {
    String port = settings.get("dromail.http.port");
    if (port.equals("0")) {
      throw CommandFailed.usage(
          "dromail.http.port is 0; give --url with the port that run printed.");
    }
    return local(settings.get("dromail.http.host"), port);
  }

  /** Where this machine reaches a server of its own. */
  static String local(String listensOn, String port) {
    boolean everywhere = listensOn.equals("0.0.0.0") || listensOn.matches("\\[?::]?");
    String host = everywhere ? "127.0.0.1" : listensOn;
    return "http://" + (host.matches("[^\\[].*:.*") ? "[" + host + "]" : host) + ":" + port;
  }

  private static URI parsed(String address) {
    if (address.matches("https?://[^/\\s]+(/\\S*)?")) {
      try {
        return new URI(address);
      } catch (java.net.URISyntaxException notAnAddress) {
        // refused below
      }
    }
    throw CommandFailed.usage("--url must be like http://127.0.0.1:8080, not '" + address + "'.");
  }
}

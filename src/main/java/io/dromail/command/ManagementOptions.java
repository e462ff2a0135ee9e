package io.dromail.command;

import io.dromail.settings.Settings;
import java.net.URI;
import picocli.CommandLine.Option;

/** Which gateway's health a command asks for. */
final class ManagementOptions {

  @Option(
      names = "--management",
      paramLabel = "URL",
      description = "The gateway's management port; default: here, as the settings have it.")
  private String url;

  /**
   * The routes of that gateway.
   *
   * @throws CommandFailed if it can't be known where it is
   */
  RoutesHealth health() {
    String address = url == null ? here(Home.settings()) : url;
    if (!address.matches("https?://[^/\\s]+(/\\S*)?")) {
      throw CommandFailed.usage(
          "--management must be like http://127.0.0.1:9876, not '" + address + "'.");
    }
    return new RoutesHealth(new Api(URI.create(address.replaceAll("/+$", "")), null));
  }

  private static String here(Settings settings) {
    String port = settings.get("dromail.management.port");
    if (port.equals("0")) {
      throw CommandFailed.usage(
          "dromail.management.port is 0; give --management with the port that run printed.");
    }
    return ApiOptions.local(settings.get("dromail.management.host"), port);
  }
}

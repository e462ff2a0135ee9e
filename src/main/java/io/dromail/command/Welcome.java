package io.dromail.command;

import io.dromail.health.ManagementServer;
import io.dromail.ingest.HttpDoor;
import io.dromail.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a start prints: where things are, and a first mail to copy; in JSON, one line of the log.
 */
final class Welcome {

  private static final Logger LOG = LoggerFactory.getLogger(Welcome.class);

  private Welcome() {}

  static void say(Settings settings, CamelContext context) {
    if (settings.get("dromail.log.format").equals("json")) {
      LOG.info(
          "Dromail is ready: API {}/v1/emails, health {}",
          api(settings, context),
          health(settings, context));
    } else {
      System.out.println(text(settings, context));
    }
  }

  private static String text(Settings settings, CamelContext context) {
    String api = api(settings, context);
    boolean sandbox = settings.get("dromail.smtp.url").equals("sandbox:");
    StringBuilder text = new StringBuilder("\nDromail is ready.\n\n");
    line(text, "API", api + "/v1/emails");
    line(text, "console", api + "/console");
    line(text, "inbox", settings.get("dromail.inbox.directory"));
    line(text, "sandbox", sandbox ? api + "/sandbox" : "off, mails go to the provider");
    line(text, "health", health(settings, context));
    line(text, "routes", settings.get("dromail.routes.directory"));
    if (sandbox) {
      text.append("\nA first mail, from another terminal:\n\n")
          .append("  curl -s ")
          .append(api)
          .append("/v1/emails -H 'Content-Type: application/json' -d '\n")
          .append(
              "    {\"from\": \"shop@example.com\", \"to\": \"ada@example.org\", \"template\":\n")
          .append("      {\"id\": \"welcome\", \"variables\": {\"username\": \"Ada\", \"link\":")
          .append(" \"https://example.com\"}}}'\n");
    }
    return text.toString();
  }

  private static String api(Settings settings, CamelContext context) {
    HttpDoor door = CamelContextHelper.findSingleByType(context, HttpDoor.class);
    return "http://" + settings.get("dromail.http.host") + ":" + door.getPort();
  }

  private static String health(Settings settings, CamelContext context) {
    ManagementServer server = CamelContextHelper.findSingleByType(context, ManagementServer.class);
    String host = settings.get("dromail.management.host");
    return "http://" + host + ":" + server.port() + "/health";
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  ").append(String.format("%-9s", name)).append(value).append('\n');
  }
}

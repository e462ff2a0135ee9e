package io.dromail.command;

import io.dromail.health.ManagementServer;
import io.dromail.ingest.HttpDoor;
import io.dromail.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;

/** What a start prints: where things are, and a first mail to copy. */
final class Welcome {

  private Welcome() {}

  static String text(Settings settings, CamelContext context) {
    HttpDoor door = CamelContextHelper.findSingleByType(context, HttpDoor.class);
    ManagementServer management =
        CamelContextHelper.findSingleByType(context, ManagementServer.class);
    String api = "http://" + settings.get("dromail.http.host") + ":" + door.getPort();
    String health =
        "http://" + settings.get("dromail.management.host") + ":" + management.port() + "/health";
    boolean sandbox = settings.get("dromail.smtp.url").equals("sandbox:");
    StringBuilder text = new StringBuilder("\nDromail is ready.\n\n");
    line(text, "API", api + "/v1/emails");
    line(text, "console", api + "/console");
    line(text, "inbox", settings.get("dromail.inbox.directory"));
    line(text, "sandbox", sandbox ? api + "/sandbox" : "off, mails go to the provider");
    line(text, "health", health);
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

  private static void line(StringBuilder text, String name, String value) {
    text.append("  ").append(String.format("%-9s", name)).append(value).append('\n');
  }
}

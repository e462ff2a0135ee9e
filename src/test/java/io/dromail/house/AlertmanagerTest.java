package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.EditableHome;
import io.dromail.testing.RealAlertmanager;
import io.dromail.testing.RunningHouse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An Alertmanager with the demo's configuration mails to the sandbox, past the gateway's queues.
 */
@Timeout(120)
class AlertmanagerTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String[] ALERT = {"alertname=DromailDown", "severity=page", "instance=a"};

  @TempDir private Path folder;

  @Test
  void mailsAlertsIntoTheSandboxAlsoAfterAnEdit() throws Exception {
    assumeThat(RealAlertmanager.isThere()).isTrue();
    EditableHome home = EditableHome.in(folder);
    int port = freePort();
    Map<String, String> settings =
        Map.of(
            "dromail.routes.directory",
            home.file("routes").toString(),
            "dromail.smtp.url",
            "sandbox:",
            "dromail.sandbox.port",
            String.valueOf(port));
    try (RunningHouse house = RunningHouse.start(BrokerKind.EMBEDDED, home.folder(), settings);
        RealAlertmanager alertmanager = RealAlertmanager.mailingTo(port)) {
      assertThat(house.gateway().post(mail("'subject': 'A mail'")).status()).isEqualTo(202);
      awaitNewest(house, "A mail");

      alertmanager.tell("", ALERT);

      JsonNode fired = awaitNewest(house, "[FIRING:1] DromailDown (a page)");
      assertThat(fired.at("/from").asText()).isEqualTo("alerts@dromail.example");
      assertThat(fired.at("/to/0").asText()).isEqualTo("operators@dromail.example");

      // An edit is tried out in a gateway beside this one, which must not want the port, too.
      house.edit(
          () -> home.change("routes/send.camel.yaml", "pattern: \"*\"", "pattern: \"Camel*\""));
      alertmanager.tell("2026-01-01T00:00:00Z", ALERT);

      awaitNewest(house, "[RESOLVED] DromailDown (a page)");
    }
  }

  private static JsonNode awaitNewest(RunningHouse house, String subject) {
    return await(subject)
        .atMost(SOON)
        .until(
            () ->
                house
                    .gateway()
                    .call(house.gateway().api("/sandbox/emails").build())
                    .json()
                    .at("/data/0"),
            newest -> newest.path("subject").asText().equals(subject));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

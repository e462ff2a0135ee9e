package io.dromail.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's Alertmanager on a free port of 127.0.0.1, with the demo's configuration, in a hurry. */
public final class RealAlertmanager implements AutoCloseable {
  private static final String REQUIRED = "DROMAIL_TEST_REQUIRE_PROMETHEUS";
  private static final String ALERTMANAGER = "/usr/bin/prometheus-alertmanager";
  private static final Path SHIPPED = Path.of("docker/prometheus/alertmanager.yml");

  private final Path folder = Folders.temporary("dromail-alertmanager");
  private final int port = DebianPackage.freePort();
  private final Process server;

  private RealAlertmanager(int smtpPort) {
    Path config = folder.resolve("alertmanager.yml");
    Path output = folder.resolve("output");
    try {
      Files.writeString(
          config,
          Files.readString(SHIPPED)
              .replace("dromail:1025", "127.0.0.1:" + smtpPort)
              .replace("group_wait: 30s", "group_wait: 0s")
              .replace("group_interval: 5m", "group_interval: 1s"));
      server =
          new ProcessBuilder(
                  ALERTMANAGER,
                  "--config.file=" + config,
                  "--storage.path=" + folder.resolve("data"),
                  "--cluster.listen-address=",
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DebianPackage.awaitAnswer("Alertmanager", server, output, port, DebianPackage::isReady);
  }

  /** Whether it and its tool are there; if not, says on the console what doesn't run. */
  public static boolean isThere() {
    return DebianPackage.isThere("Alertmanager", false, REQUIRED, ALERTMANAGER, "/usr/bin/amtool");
  }

  /** Starts one that mails to a port of 127.0.0.1, at once where the demo's waits. */
  public static RealAlertmanager mailingTo(int smtpPort) {
    return new RealAlertmanager(smtpPort);
  }

  /** Tells it of an alert, or of its end, as {@code amtool} does: labels as name=value. */
  public void tell(String end, String... labels) {
    List<String> command = new ArrayList<>(List.of("amtool", "alert", "add"));
    command.addAll(List.of(labels));
    command.add("--alertmanager.url=http://127.0.0.1:" + port);
    if (!end.isEmpty()) {
      command.add("--end=" + end);
    }
    DebianPackage.run("", command.toArray(String[]::new));
  }

  @Override
  public void close() {
    DebianPackage.end(server);
    Folders.delete(folder);
  }
}

package io.dromail.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A spamd of the test's own, with the rules that the package brings, on a free port of 127.0.0.1.
 * Its configuration is in a temporary folder, and it asks nothing of the network.
 */
public final class RealSpamd implements AutoCloseable {
  /** What every SpamAssassin scores with 1,000. */
  public static final String GTUBE =
      "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

  private static final String REQUIRED = "DROMAIL_TEST_REQUIRE_SPAMD";
  private static final String SPAMD = "/usr/sbin/spamd";
  private static final Path PLUGINS = Path.of("/etc/spamassassin");

  private final Path folder = DebianPackage.folder("dromail-spamd");
  private final Path log = folder.resolve("log");
  private final int port = DebianPackage.freePort();
  private final Process process;

  private RealSpamd() throws IOException {
    Path site = Files.createDirectory(folder.resolve("site"));
    try (Stream<Path> files = Files.list(PLUGINS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pre")).toList()) {
        Files.copy(file, site.resolve(file.getFileName()));
      }
    }
    Files.writeString(site.resolve("local.cf"), "use_bayes 0\ndns_available no\n");
    List<String> command = new ArrayList<>(List.of(SPAMD, "--local", "--nouser-config"));
    command.addAll(List.of("--listen", "127.0.0.1", "--port", Integer.toString(port)));
    command.addAll(List.of("--max-children", "2", "--siteconfigpath", site.toString()));
    command.addAll(List.of("--helper-home-dir", folder.toString(), "--syslog", "stderr"));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("--username", "nobody"));
    }
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    DebianPackage.awaitAnswer("spamd", process, log, port, RealSpamd::pongs);
  }

  /** Starts it, and waits until it answers. */
  public static RealSpamd start() {
    try {
      return new RealSpamd();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether it can be run; if not, says so on the console.
   *
   * @throws IllegalStateException if it has to be there
   */
  public static boolean isThere() {
    return DebianPackage.isThere("spamd", false, REQUIRED, SPAMD, PLUGINS + "/v320.pre");
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    DebianPackage.end(process);
    Folders.delete(folder);
  }

  private static boolean pongs(Socket socket) throws IOException {
    socket.getOutputStream().write("PING SPAMC/1.5\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    socket.shutdownOutput();
    byte[] answer = socket.getInputStream().readAllBytes();
    return new String(answer, StandardCharsets.US_ASCII).contains("PONG");
  }
}

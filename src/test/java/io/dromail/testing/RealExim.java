package io.dromail.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An Exim of the test's own, unpacked beside whatever mail server the machine has: its
 * configuration, spool and log are in a temporary folder, and its user, unless the system has it,
 * exists for its processes only. It listens in clear text on a free port of 127.0.0.1, doesn't know
 * {@code nobody@example.org}, and hands every mail on to {@link #sink()}.
 */
public final class RealExim implements AutoCloseable {
  public static final String REFUSED = "nobody@example.org";

  private static final String REQUIRED = "DROMAIL_TEST_REQUIRE_EXIM";
  private static final Path UNPACKED =
      Path.of(Optional.ofNullable(System.getenv("DROMAIL_TEST_EXIM")).orElse("/opt/dromail-exim"));
  private static final Path EXIM = UNPACKED.resolve("usr/sbin/exim4");
  private static final String UNSHARE = "/usr/bin/unshare";

  /** Nobody has it. */
  private static final int USER = 65_500;

  private static final List<String> WITH_OUR_USER =
      List.of(
          UNSHARE,
          "-m",
          "sh",
          "-c",
          "mount --bind passwd /etc/passwd && mount --bind group /etc/group && exec \"$@\"",
          "sh");

  private static final String CONFIGURATION =
      """
      keep_environment = LD_LIBRARY_PATH
      exim_path = %1$s
      primary_hostname = relay.dromail.test
      spool_directory = %2$s/spool
      log_file_path = %2$s/log/%%slog
      pid_file_path = %2$s/spool/pid
      log_selector = +smtp_protocol_error +smtp_syntax_error +smtp_no_mail +pipelining
      pipelining_advertise_hosts = *
      chunking_advertise_hosts = *
      tls_advertise_hosts =
      host_lookup =
      message_size_limit = 30M
      smtp_accept_queue_per_connection = 0
      deliver_drop_privilege = true
      acl_smtp_rcpt = rcpt
      acl_smtp_data = accept
      begin acl
      rcpt:
        deny message = 5.1.1 no such user
             recipients = %3$s
        accept
      begin routers
      sink:
        driver = manualroute
        route_list = * 127.0.0.1
        self = send
        transport = sink
      begin transports
      sink:
        driver = smtp
        port = %4$d
        hosts_try_chunking =
      begin retry
      * * F,1h,1s
      """;

  private final Path folder = DebianPackage.folder("dromail-exim");
  private final int port = DebianPackage.freePort();
  private final ScriptedSmtpServer sink = ScriptedSmtpServer.start();
  private final Process process;

  private RealExim() throws IOException {
    Optional<Integer> known = userOfSystem();
    for (String name : List.of("spool", "log")) {
      Files.setAttribute(
          Files.createDirectory(folder.resolve(name)), "unix:uid", known.orElse(USER));
    }
    Path configuration = folder.resolve("exim.conf");
    Files.writeString(configuration, CONFIGURATION.formatted(EXIM, folder, REFUSED, sink.port()));
    List<String> command = new ArrayList<>();
    if (known.isEmpty()) {
      also("passwd", "Debian-exim:x:%1$d:%1$d::/:/usr/sbin/nologin\n");
      also("group", "Debian-exim:x:%1$d:\n");
      command.addAll(WITH_OUR_USER);
    }
    command.addAll(
        List.of(
            EXIM.toString(), "-C", configuration.toString(), "-bdf", "-oX", "127.0.0.1." + port));
    ProcessBuilder exim = new ProcessBuilder(command);
    exim.environment().put("LD_LIBRARY_PATH", libraries());
    exim.directory(folder.toFile()).redirectErrorStream(true);
    process = exim.redirectOutput(folder.resolve("out").toFile()).start();
    DebianPackage.awaitAnswer("Exim", process, folder.resolve("out"), port, RealExim::greets);
  }

  /** Starts it, and waits until it answers. */
  public static RealExim start() {
    try {
      return new RealExim();
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
    return DebianPackage.isThere("Exim", true, REQUIRED, EXIM.toString(), UNSHARE);
  }

  public int port() {
    return port;
  }

  /** Who gets the mails from it. */
  public ScriptedSmtpServer sink() {
    return sink;
  }

  /** What it has written so far. */
  public String log() {
    try (Stream<Path> files = Files.list(folder.resolve("log"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.sorted().toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    DebianPackage.end(process);
    sink.close();
    Folders.delete(folder);
  }

  /** The system's own, and a line for Exim's user, whom the system needn't have. */
  private void also(String file, String line) throws IOException {
    String system = Files.readString(Path.of("/etc", file));
    Files.writeString(folder.resolve(file), system + line.formatted(USER));
  }

  /** Its number, if the system has Debian's user for Exim. */
  private static Optional<Integer> userOfSystem() throws IOException {
    return Files.readAllLines(Path.of("/etc/passwd")).stream()
        .filter(line -> line.startsWith("Debian-exim:"))
        .map(line -> Integer.valueOf(line.split(":")[2]))
        .findFirst();
  }

  private static String libraries() throws IOException {
    try (Stream<Path> all = Files.walk(UNPACKED.resolve("usr/lib"))) {
      return all.filter(path -> path.getFileName().toString().startsWith("libidn.so"))
          .findFirst()
          .map(path -> path.getParent().toString())
          .orElse("");
    }
  }

  private static boolean greets(Socket socket) throws IOException {
    byte[] greeting = socket.getInputStream().readNBytes(4);
    socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
    return new String(greeting, StandardCharsets.US_ASCII).equals("220 ");
  }
}

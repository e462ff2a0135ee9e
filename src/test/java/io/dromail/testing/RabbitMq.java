package io.dromail.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The RabbitMQ on this machine, and a virtual host on it that belongs to one house. */
public final class RabbitMq implements AutoCloseable {
  public static final String HOST = "127.0.0.1";
  public static final int PORT = 5672;

  private static final String REQUIRED = "DROMAIL_TEST_REQUIRE_RABBITMQ";
  private static final boolean THERE = connects();

  /** The virtual host and who may use it in one go: each rabbitmqctl takes about a second. */
  private static final String DEFINITIONS =
      """
      {"vhosts": [{"name": "%1$s"}],
       "permissions": [
         {"user": "guest", "vhost": "%1$s", "configure": ".*", "write": ".*", "read": ".*"}]}
      """;

  private final String virtualHost = "dromail-test-" + UUID.randomUUID();

  private RabbitMq() {
    control(DEFINITIONS.formatted(virtualHost), "import_definitions", "--format", "json");
  }

  /** Makes a virtual host, which {@link #close()} takes away. */
  public static RabbitMq virtualHost() {
    return new RabbitMq();
  }

  /**
   * Whether it is there; if not, says on the console what does not run.
   *
   * @throws IllegalStateException if it has to be there
   */
  public static boolean isThere(String tests) {
    if (!THERE && Boolean.parseBoolean(System.getProperty(REQUIRED, System.getenv(REQUIRED)))) {
      throw new IllegalStateException(
          "RabbitMQ is not there: no connection to " + HOST + ":" + PORT + ", and " + REQUIRED);
    }
    if (!THERE) {
      // Past Surefire, which keeps System.err in a file.
      PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
      console.println("RabbitMQ is not there: " + tests + " did NOT run");
    }
    return THERE;
  }

  /** Where the virtual host is. */
  public String url() {
    return url(PORT);
  }

  /** The same behind a proxy. */
  public String url(int port) {
    return "amqp://guest:guest@" + HOST + ":" + port + "/" + virtualHost;
  }

  /** Nobody waits until it's gone: nobody uses it any more. */
  @Override
  public void close() {
    try {
      rabbitmqctl("delete_vhost", virtualHost)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean connects() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(HOST, PORT), 2_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void control(String input, String... arguments) {
    try {
      Process process = rabbitmqctl(arguments).redirectErrorStream(true).start();
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(List.of(arguments) + ": " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static ProcessBuilder rabbitmqctl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("rabbitmqctl", "--quiet"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}

package io.dromail.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
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

  private final String virtualHost = "dromail-test-" + UUID.randomUUID();

  private RabbitMq() {
    control("add_vhost", virtualHost);
    control("set_permissions", "-p", virtualHost, "guest", ".*", ".*", ".*");
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

  @Override
  public void close() {
    control("delete_vhost", virtualHost);
  }

  private static boolean connects() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(HOST, PORT), 2_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void control(String... arguments) {
    List<String> command = new ArrayList<>(List.of("rabbitmqctl", "--quiet"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

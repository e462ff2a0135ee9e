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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The RabbitMQ on this machine, and a virtual host on it that belongs to one house. They are made
 * and deleted several at a time: each rabbitmqctl takes a processor for more than a second.
 */
public final class RabbitMq implements AutoCloseable {
  public static final String HOST = "127.0.0.1";
  public static final int PORT = 5672;

  private static final String REQUIRED = "DROMAIL_TEST_REQUIRE_RABBITMQ";
  private static final boolean THERE = connects();

  private static final int AT_A_TIME = 6;
  private static final String VIRTUAL_HOST = "{\"name\": \"%s\"}";
  private static final String PERMISSION =
      """
      {"user": "guest", "vhost": "%s", "configure": ".*", "write": ".*", "read": ".*"}""";

  /** Those that nobody has had yet. */
  private static final Deque<String> FRESH = new ArrayDeque<>();

  /** Those that nobody uses any more. */
  private static final List<String> USED = new ArrayList<>();

  private static boolean isHooked;
  private static boolean isEnding;

  private final String virtualHost;

  private RabbitMq(String virtualHost) {
    this.virtualHost = virtualHost;
  }

  /** Takes a virtual host that nobody has had, until {@link #close()}. */
  public static RabbitMq virtualHost() {
    synchronized (FRESH) {
      if (FRESH.isEmpty()) {
        make();
      }
      return new RabbitMq(FRESH.remove());
    }
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

  /** It goes with others, at the latest when this JVM ends. */
  @Override
  public void close() {
    synchronized (FRESH) {
      USED.add(virtualHost);
      if (isEnding || USED.size() >= AT_A_TIME) {
        deleteUsed();
      }
    }
  }

  private static void make() {
    if (!isHooked) {
      Runtime.getRuntime().addShutdownHook(new Thread(RabbitMq::deleteAll));
      isHooked = true;
    }
    List<String> names =
        Stream.generate(() -> "dromail-test-" + UUID.randomUUID()).limit(AT_A_TIME).toList();
    String definitions =
        "{\"vhosts\": %s, \"permissions\": %s}"
            .formatted(
                names.stream().map(VIRTUAL_HOST::formatted).toList(),
                names.stream().map(PERMISSION::formatted).toList());
    control(definitions, "import_definitions", "--format", "json");
    FRESH.addAll(names);
  }

  private static void deleteAll() {
    synchronized (FRESH) {
      isEnding = true;
      USED.addAll(FRESH);
      FRESH.clear();
      if (!USED.isEmpty()) {
        deleteUsed();
      }
    }
  }

  /** Nobody waits until they are gone: nobody uses them any more. */
  private static void deleteUsed() {
    String names =
        USED.stream().map("<<\"%s\">>"::formatted).collect(Collectors.joining(", ", "[", "]"));
    USED.clear();
    try {
      rabbitmqctl("eval", "[catch rabbit_vhost:delete(V, <<\"tests\">>) || V <- " + names + "].")
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

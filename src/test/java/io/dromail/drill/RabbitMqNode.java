package io.dromail.drill;

import com.rabbitmq.client.ConnectionFactory;
import io.dromail.testing.Folders;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A RabbitMQ of the drill's own: a node with its own ports, data, cookie and epmd, that can be
 * stopped, killed and started again without anybody else noticing. Guest has the virtual host /.
 */
final class RabbitMqNode implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 90;
  // Debian's one on the PATH insists on an account of its own, and then on that account's folders.
  private static final List<String> PLACES = List.of("/usr/lib/rabbitmq/bin");
  private static final String LOOPBACK = "127.0.0.1";

  private final Path folder = Folders.temporary("dromail-drill-rabbitmq");
  private final int port = freePort();
  private final int epmdPort = freePort();
  private final int distributionPort = freePort();
  private final Process epmd;
  private Process server;

  private RabbitMqNode() {
    write("home/keep", "");
    write("enabled_plugins", "[].");
    write("rabbitmq-env.conf", "");
    write("rabbitmq.conf", "listeners.tcp.local = " + LOOPBACK + ":" + port + "\n");
    epmd = run("epmd", "-address", LOOPBACK, "-port", String.valueOf(epmdPort));
    start();
  }

  /** Whether this machine has what it takes. */
  static boolean isInstalled() {
    return executable("rabbitmq-server").isPresent() && executable("epmd").isPresent();
  }

  /** Starts one, and waits until it takes connections. */
  static RabbitMqNode started() {
    return new RabbitMqNode();
  }

  String url() {
    return "amqp://guest:guest@" + LOOPBACK + ":" + port + "/%2F";
  }

  void start() {
    server = run("rabbitmq-server");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!answers()) {
      if (!server.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("RabbitMQ does not start; see " + folder);
      }
      Pause.millis(50);
    }
  }

  /** Stops it in good order. */
  void stop() {
    erlang().forEach(ProcessHandle::destroy);
    awaitEnd();
  }

  /** {@code kill -9}. */
  void kill() {
    erlang().forEach(ProcessHandle::destroyForcibly);
    awaitEnd();
  }

  @Override
  public void close() {
    if (server.isAlive()) {
      kill();
    }
    epmd.destroyForcibly();
    Folders.delete(folder);
  }

  /** The script starts Erlang as its child, and ends with it. */
  private Stream<ProcessHandle> erlang() {
    return server
        .descendants()
        .filter(process -> process.info().command().orElse("").contains("beam"));
  }

  private boolean answers() {
    try {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(url());
      factory.newConnection("drill").abort();
      return true;
    } catch (Exception notYet) {
      return false;
    }
  }

  private void awaitEnd() {
    try {
      if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("RabbitMQ does not stop; see " + folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Process run(String program, String... arguments) {
    String[] command =
        Arrays.copyOf(new String[] {executable(program).orElseThrow()}, 1 + arguments.length);
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(folder.resolve(program + ".log").toFile()));
    builder.environment().putAll(environment());
    try {
      Process process = builder.start();
      Ended.withThisJvm(process.toHandle());
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> environment() {
    return Map.ofEntries(
        Map.entry("HOME", folder.resolve("home").toString()),
        Map.entry("ERL_EPMD_ADDRESS", LOOPBACK),
        Map.entry("ERL_EPMD_PORT", String.valueOf(epmdPort)),
        Map.entry("RABBITMQ_NODENAME", "drill@localhost"),
        Map.entry("RABBITMQ_NODE_IP_ADDRESS", LOOPBACK),
        Map.entry("RABBITMQ_NODE_PORT", String.valueOf(port)),
        Map.entry("RABBITMQ_DIST_PORT", String.valueOf(distributionPort)),
        Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
        Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString()),
        Map.entry("RABBITMQ_CONF_ENV_FILE", folder.resolve("rabbitmq-env.conf").toString()),
        Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
        Map.entry(
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"));
  }

  private void write(String name, String text) {
    try {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> executable(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(PLACES.stream(), Arrays.stream(path.split(File.pathSeparator)))
        .map(place -> new File(place, program))
        .filter(File::canExecute)
        .map(File::getPath)
        .findFirst();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

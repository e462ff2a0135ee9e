package io.dromail.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code dromail run} as a process of its own, which can be killed and started again. */
public final class HouseProcess implements AutoCloseable {
  private static final Pattern API = Pattern.compile("API +http://[^:]+:(\\d+)/");
  private static final Pattern HEALTH = Pattern.compile("health +http://[^:]+:(\\d+)/");
  private static final int START_SECONDS = 60;
  private static final int LINES_KEPT = 20_000;
  private static final int WARNING_JAVA = 24;

  private final Map<String, String> settings;
  private final Consumer<String> listener;
  private final Deque<String> output = new ArrayDeque<>();
  private Path home = Path.of("").toAbsolutePath();
  private String heap = "512m";
  private boolean quick;
  private Process process;
  private Gateway gateway;

  /** Prepares it with settings that are given as environment variables. */
  public HouseProcess(Map<String, String> settings) {
    this(settings, line -> {});
  }

  /** The same with somebody who is told each line that it prints, by a thread at a time. */
  public HouseProcess(Map<String, String> settings, Consumer<String> listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /** Gives it another heap than 512 MB from its next start on, such as {@code 256m}. */
  public HouseProcess withHeap(String size) {
    heap = size;
    return this;
  }

  /** Gives it another home than the checkout. */
  public HouseProcess in(Path folder) {
    home = folder;
    return this;
  }

  /** Compiles its code as well as a gateway does that runs for long. */
  public HouseProcess withBestCode() {
    quick = true;
    return this;
  }

  /** The most memory that it has had since it was started, in megabytes; 0 where nobody counts. */
  public long peakMegabytes() {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException noSuchSystem) {
      return 0;
    }
  }

  /** Starts it unless it runs, and waits until it is ready. */
  public Gateway running() {
    if (process == null || !process.isAlive()) {
      start();
    }
    return gateway;
  }

  /** {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(20));
  }

  /** SIGTERM; returns how long it took to end. */
  public Duration terminate(Duration atMost) {
    long begin = System.nanoTime();
    // Process.destroy() would close its output, and with it hide what it says while it stops.
    process.toHandle().destroy();
    awaitEnd(atMost);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** The last lines that it has printed; all of them, unless there were very many. */
  public String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private void start() {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(
            List.of(
                java,
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Ddromail.home=" + home));
    if (!quick) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    if (Runtime.version().feature() >= WARNING_JAVA) {
      // As the launcher does; else the JVM's warnings are between its lines.
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", classPath, "io.dromail.Dromail", "run"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DROMAIL_PROFILE", "test");
    settings.forEach((name, value) -> builder.environment().put(variable(name), value));
    CompletableFuture<Integer> api = new CompletableFuture<>();
    CompletableFuture<Integer> health = new CompletableFuture<>();
    try {
      process = builder.start();
      Thread reader = new Thread(() -> read(process, api, health), "house-process-output");
      reader.setDaemon(true);
      reader.start();
      gateway =
          new Gateway(
              api.get(START_SECONDS, TimeUnit.SECONDS),
              health.get(START_SECONDS, TimeUnit.SECONDS));
    } catch (Exception e) {
      throw new IllegalStateException("it does not start: " + output(), e);
    }
  }

  private void read(
      Process source, CompletableFuture<Integer> api, CompletableFuture<Integer> health) {
    try (BufferedReader lines = source.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        print(line);
        port(API, line, api);
        port(HEALTH, line, health);
      }
    } catch (IOException killed) {
      print("killed");
    }
    api.completeExceptionally(new IllegalStateException("it ended"));
  }

  private void print(String line) {
    synchronized (output) {
      output.add(line);
      if (output.size() > LINES_KEPT) {
        output.remove();
      }
    }
    listener.accept(line);
  }

  private void awaitEnd(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("it still runs after " + atMost + ": " + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void port(Pattern pattern, String line, CompletableFuture<Integer> port) {
    Matcher matcher = pattern.matcher(line);
    if (matcher.find()) {
      port.complete(Integer.valueOf(matcher.group(1)));
    }
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}

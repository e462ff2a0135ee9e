package io.dromail.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A server that a package of Debian brings, and that a test runs by itself. */
final class DebianPackage {
  private static final Duration SOON = Duration.ofSeconds(60);

  private DebianPackage() {}

  /**
   * Whether its programs are there; if not, says on the console what does not run.
   *
   * @param needsRoot whether only root can start it
   * @param required the variable or property that says that it has to be there
   * @throws IllegalStateException if it has to be there
   */
  static boolean isThere(String name, boolean needsRoot, String required, String... programs) {
    boolean root = System.getProperty("user.name").equals("root");
    boolean there =
        (root || !needsRoot) && List.of(programs).stream().map(Path::of).allMatch(Files::exists);
    String missing =
        root || !needsRoot ? "not all of " + String.join(", ", programs) : "this isn't root";
    if (!there && Boolean.parseBoolean(System.getProperty(required, System.getenv(required)))) {
      throw new IllegalStateException(name + " can't be run: " + missing + ", and " + required);
    }
    if (!there) {
      // Past Surefire, which keeps System.err in a file.
      PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
      console.println(name + " can't be run (" + missing + "): its tests did NOT run");
    }
    return there;
  }

  /** A folder for it that its own user can read. */
  static Path folder(String name) {
    Path folder = Folders.temporary(name);
    try {
      return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it says at a port of 127.0.0.1 what it's to say, as long as it runs. */
  static void awaitAnswer(String name, Process server, Path output, int port, Question question) {
    Awaitility.await(name)
        .atMost(SOON)
        .until(
            () -> {
              if (!server.isAlive()) {
                throw new IllegalStateException(name + " has ended: " + Files.readString(output));
              }
              try (Socket socket = new Socket("127.0.0.1", port)) {
                return question.isAnswered(socket);
              } catch (IOException notYet) {
                return false;
              }
            });
  }

  /** The question that all servers of Prometheus' family answer: HTTP 200 when they're ready. */
  static boolean isReady(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET /-/ready HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    return answer.startsWith("HTTP/1.0 200");
  }

  /** Asks a server whether it's ready. */
  interface Question {
    boolean isAnswered(Socket socket) throws IOException;
  }

  /** Ends it, in good order if it does so in time. */
  static void end(Process server) {
    server.destroy();
    try {
      if (!server.waitFor(20, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A port of 127.0.0.1 that nobody has now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a program to its end; it must succeed. Its output must not be held open by a child.
   *
   * @return what it printed
   */
  static String run(String input, String... command) {
    try {
      Path output = Files.createTempFile("program", ".out");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      int status = process.waitFor();
      String said = Files.readString(output);
      Files.delete(output);
      if (status != 0) {
        throw new IllegalStateException(List.of(command) + " ended with " + status + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

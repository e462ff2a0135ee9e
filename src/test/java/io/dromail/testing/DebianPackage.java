package io.dromail.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server that a package of Debian brings, and that a test runs by itself. */
final class DebianPackage {
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

  /** A port of 127.0.0.1 that nobody has now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program to its end; it must succeed. Its output must not be held open by a child. */
  static void run(String input, String... command) {
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
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

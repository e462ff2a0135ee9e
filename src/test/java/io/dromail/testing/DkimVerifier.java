package io.dromail.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** dkimpy (Debian: python3-dkim), which knows nothing of our code and asks no DNS here. */
public final class DkimVerifier {
  private static final String REQUIRED = "DROMAIL_TEST_REQUIRE_DKIM_VERIFIERS";
  private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");
  private static final Optional<String> PYTHON =
      PYTHONS.stream().filter(DkimVerifier::hasDkim).findFirst();

  private DkimVerifier() {}

  /**
   * Whether it is there; if not, says on the console what does not run.
   *
   * @throws IllegalStateException if it has to be there
   */
  public static boolean isThere() {
    if (PYTHON.isEmpty()
        && Boolean.parseBoolean(System.getProperty(REQUIRED, System.getenv(REQUIRED)))) {
      throw new IllegalStateException("dkimpy is not there, and " + REQUIRED);
    }
    if (PYTHON.isEmpty()) {
      // Past Surefire, which keeps System.err in a file.
      PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
      console.println("dkimpy (python3-dkim) is not there: its tests did NOT run");
    }
    return PYTHON.isPresent();
  }

  /**
   * Verifies the signatures of a mail.
   *
   * @param mail as it came over the wire
   * @param records the texts of the TXT records by their names
   * @return for each signature {@code selector:pass} or {@code selector:fail(why)}, in their order
   */
  public static List<String> verify(byte[] mail, Map<String, String> records) {
    Path folder = Folders.temporary("dromail-dkim");
    try {
      Path mailFile = Files.write(folder.resolve("mail.eml"), mail);
      String lines =
          records.entrySet().stream()
              .map(record -> record.getKey() + "\t" + record.getValue() + "\n")
              .collect(Collectors.joining());
      Path recordsFile = Files.writeString(folder.resolve("records"), lines);
      String script = "src/test/resources/io/dromail/sign/verify.py";
      String said =
          run(List.of(PYTHON.orElseThrow(), script, recordsFile.toString(), mailFile.toString()));
      return said.isBlank() ? List.of() : List.of(said.strip().split("\t"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Folders.delete(folder);
    }
  }

  private static boolean hasDkim(String python) {
    try {
      run(List.of(python, "-c", "import dkim, nacl"));
      return true;
    } catch (IOException | IllegalStateException e) {
      return false;
    }
  }

  private static String run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(command + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return said;
  }
}

package io.dromail.command;

import static io.dromail.command.Typed.dromail;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples for operators pass the check, and don't fall behind what they replace. */
class ExampleRoutesTest {

  private static final Path SHIPPED = Path.of("src/main/resources/routes");

  @TempDir private Path folder;

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("examples/routes"))) {
      return all.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void passTheCheck(Path example) throws IOException {
    Path routes = Folders.copy(SHIPPED, folder.resolve("routes"));
    Files.writeString(routes.resolve(example.getFileName().toString()), Files.readString(example));
    if (example.endsWith("bulk.camel.yaml")) {
      Path lanes = routes.resolve("lanes.camel.yaml");
      Files.writeString(lanes, lanesWithoutBulk(Files.readString(lanes)));
    }

    assertThat(dromail("check", routes.toString()).status()).isZero();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void haveAllOfWhatTheyReplace(Path example) throws IOException {
    Path shipped = SHIPPED.resolve(example.getFileName().toString());
    if (Files.exists(shipped)) {
      List<String> ours = steps(shipped);
      List<String> theirs = steps(example);
      theirs.retainAll(ours);

      assertThat(theirs).containsSubsequence(ours);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void sayHowTheyAreUsed(Path example) throws IOException {
    assertThat(Files.readString(example)).startsWith("# ").contains("no restart");
    assertThat(Files.readString(Path.of("examples/routes/README.md")))
        .contains("[" + example.getFileName() + "](" + example.getFileName() + ")");
  }

  @Test
  void areFive() throws IOException {
    assertThat(examples()).hasSize(5);
  }

  private static String lanesWithoutBulk(String lanes) {
    return lanes.substring(0, lanes.lastIndexOf("- templatedRoute:"));
  }

  private static List<String> steps(Path file) throws IOException {
    return new java.util.ArrayList<>(
        Files.readAllLines(file).stream()
            .filter(line -> !line.strip().startsWith("#") && !line.contains("description:"))
            .toList());
  }
}

package io.dromail.command;

import static io.dromail.command.Typed.dromail;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.Folders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

  @TempDir private Path folder;

  @Test
  void findsABrokenRetrySchedule() throws IOException {
    Path routes = folder.resolve("routes");
    Folders.copy(Path.of("src/main/resources/routes"), routes);
    Files.writeString(routes.resolve("retry.yaml"), "maximum-age: 2d\ndefault: soon\n");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    int status;
    try {
      status = dromail("check", routes.toString()).status();
    } finally {
      System.setOut(before);
    }

    assertThat(status).isEqualTo(1);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .startsWith(routes.resolve("retry.yaml") + ":2: default must be delays such as 30s")
        .endsWith("1 found\n");
  }
}

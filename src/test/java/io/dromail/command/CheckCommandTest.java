package io.dromail.command;

import static io.dromail.command.Typed.dromail;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

  @TempDir private Path folder;
  private Path routes;

  @BeforeEach
  void copyWhatIsShipped() {
    routes = Folders.copy(Path.of("src/main/resources/routes"), folder.resolve("routes"));
    Folders.copy(Path.of("src/main/resources/templates"), folder.resolve("templates"));
  }

  @Test
  void findsABrokenRetrySchedule() throws IOException {
    Files.writeString(routes.resolve("retry.yaml"), "maximum-age: 2d\ndefault: soon\n");

    Typed typed = dromail("check", routes.toString());

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.out())
        .startsWith(routes.resolve("retry.yaml") + ":2: default must be delays such as 30s")
        .endsWith("1 found\n");
  }

  @Test
  void printsPlacesToWhichEditorsJump() throws IOException {
    Path work = routes.resolve("work.camel.yaml");
    Files.writeString(work, Files.readString(work).replace("direct:sign", "direct:sing"));
    Path subject = folder.resolve("templates/welcome/subject.ftl");
    Files.writeString(subject, "${username");

    Typed typed = dromail("check", folder.toString());

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.out().lines())
        .containsSubsequence(
            work + ":11:18: no route serves direct:sing; did you mean direct:sign?", "2 found")
        .anyMatch(line -> line.startsWith(subject + ":1:"));
  }

  @Test
  void saysThatAllIsInOrder() {
    Typed typed = dromail("check", folder.toString());

    assertThat(typed.out()).isEqualTo(folder + ": in order\n");
    assertThat(typed.status()).isZero();
  }
}

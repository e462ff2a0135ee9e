package io.dromail.command;

import static io.dromail.command.Typed.dromail;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DkimCommandTest {

  @TempDir private Path folder;

  @Test
  void makesAKeyForItsOwnerOnlyAndSaysWhatToPublish() throws IOException {
    Path file = folder.resolve("keys/s1.pem");
    Typed typed = make(file, "--ed25519");

    assertThat(typed.status()).as(typed.err()).isZero();
    assertThat(typed.out())
        .contains("s1._domainkey.example.org  TXT\n  v=DKIM1; k=ed25519; p=")
        .contains("        keyFile: " + file + "\n")
        .doesNotContain("PRIVATE");
    assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void overwritesNoKey() throws IOException {
    Path file = Files.writeString(folder.resolve("s1.pem"), "mine");

    assertThat(make(file)).isEqualTo(new Typed(1, "", "There is a file already: " + file + "\n"));
    assertThat(Files.readString(file)).isEqualTo("mine");
  }

  @Test
  void refusesADomainThatCanNotBe() {
    Path file = folder.resolve("s1.pem");

    assertThat(dromail("dkim", "new", "--domain", "a b", "--selector", "s1", "--file", file + ""))
        .isEqualTo(new Typed(2, "", "The DKIM key s1 has no domain, or one that can't be.\n"));
    assertThat(file).doesNotExist();
  }

  @Test
  void showsThatThereIsNoKey() {
    assertThat(dromail("dkim").out())
        .isEqualTo("There is no key in domains.camel.yaml; dromail dkim new makes one.\n");
  }

  private static Typed make(Path file, String... more) {
    String[] words = {
      "dkim", "new", "--domain", "example.org", "--selector", "s1", "--file", file.toString()
    };
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return dromail(all);
  }
}

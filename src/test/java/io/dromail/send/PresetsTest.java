package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetsTest {

  @TempDir private Path folder;

  @Test
  void areNoneWithoutTheirFile() {
    assertThatThrownBy(() -> Presets.from(folder.toString()).of("office", "gmail"))
        .isInstanceOf(BadProfile.class)
        .hasMessage("profile office: there is no preset gmail; presets.yaml has none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# gmail:\n#   port: 587\n", "---\n", "{}"})
  void areNoneInAFileThatHasNone(String yaml) {
    assertThatThrownBy(() -> read(yaml).of("office", "gmail"))
        .isInstanceOf(BadProfile.class)
        .hasMessage("profile office: there is no preset gmail; presets.yaml has none");
  }

  @Test
  void sayThatOneHasNoValues() {
    assertThatThrownBy(() -> read("gmail:\n  # port: 587\n").of("office", "gmail"))
        .isInstanceOf(BadProfile.class)
        .hasMessage("profile office: preset gmail has no values in presets.yaml");
  }

  @Test
  void nameThoseThatThereAreInsteadOfTheOneThatThereIsNot() throws IOException {
    Presets presets = read("ses: {port: 587}\ngmail: {port: 465}\n");

    assertThatThrownBy(() -> presets.of("office", "Gmail"))
        .hasMessage("profile office: there is no preset Gmail; presets.yaml has gmail, ses");
  }

  @Test
  void areTextWhateverElseYamlCouldTakeThemFor() throws IOException {
    assertThat(
            read("""
                    # of ours
                    office:
                      port: 2525
                      pipelining: off
                      tls: none
                      user: true
                      senders: '@example.com, @example.org'
                      ehloName: 127.0.0.1
                    """)
                .of("default", "office"))
        .containsEntry("port", "2525")
        .containsEntry("pipelining", "off")
        .containsEntry("tls", "none")
        .containsEntry("user", "true")
        .containsEntry("senders", "@example.com, @example.org")
        .containsEntry("ehloName", "127.0.0.1")
        .hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({
    "'ses:\n  port: 587\ngmail: smtp.gmail.com', 3",
    "'gmail:\n  senders: [a@example.com]', 2",
    "'gmail:\n  limits:\n    connections: 5', 3",
    "'- gmail', 1",
    "gmail, 1"
  })
  void sayInWhichLineOneIsNoListOfValues(String yaml, int line) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("presets.yaml:" + line + ": each preset must be a list of values by name.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gmail: {port: 587", "gmail:\n\tport: 587", "gmail: 'smtp"})
  void sayThatTheirFileIsNoYaml(String yaml) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("presets.yaml can't be read as YAML: ");
  }

  private Presets read(String yaml) throws IOException {
    Files.writeString(folder.resolve("presets.yaml"), yaml);
    return Presets.from(folder.toString());
  }
}

package io.dromail.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromail.settings.BadSetting;
import io.dromail.settings.Settings;
import io.dromail.testing.VaultServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Placeholders in routes that fetch a secret from somewhere. */
@Timeout(60)
class SecretPlaceholdersTest {

  private final VaultServer vault = VaultServer.start("vault-token");
  @TempDir private Path home;
  private Main main;

  @BeforeEach
  void makeAHome() throws Exception {
    Files.createDirectory(home.resolve("routes"));
    Files.createDirectory(home.resolve("templates"));
    Files.writeString(
        home.resolve("application.properties"),
        """
        camel.vault.hashicorp.scheme=http
        camel.vault.hashicorp.host=127.0.0.1
        camel.vault.hashicorp.port=%d
        camel.vault.hashicorp.token=vault-token
        """
            .formatted(vault.port()));
  }

  @AfterEach
  void close() {
    if (main != null) {
      main.stop();
    }
    vault.close();
  }

  @Test
  void readsAFile() throws Exception {
    Files.writeString(home.resolve("password"), "it's {secret}:x?\n");

    assertThat(value("{{file:password}}")).isEqualTo("it's {secret}:x?");
    assertThat(resolved("{{file:" + home.resolve("password") + "}}")).isEqualTo("it's {secret}:x?");
    assertThat(vault.reads()).as("nobody asked it").isZero();
  }

  @Test
  void refusesAFileThatCamelWouldReadOnIn() throws Exception {
    Files.writeString(home.resolve("password"), "a{{b}}c");

    assertThatThrownBy(() -> value("{{file:password}}"))
        .hasStackTraceContaining("{{file:password}}: the file's content must not have {{ in it.")
        .satisfies(
            thrown -> {
              StringWriter trace = new StringWriter();
              thrown.printStackTrace(new PrintWriter(trace, true));
              assertThat(trace.toString()).doesNotContain("a{{b}}c");
            });
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThatThrownBy(() -> value("{{file:/nowhere/password}}"))
        .hasStackTraceContaining("{{file:/nowhere/password}}: there is no file /nowhere/password.");
  }

  @Test
  void endsInOneSentenceForTheOperator() throws Exception {
    StringWriter err = new StringWriter();
    CommandLine command = Commands.commandLine().setErr(new PrintWriter(err, true));
    Exception wrapped = new IllegalStateException(new RuntimeException(new BadSetting("Not so.")));

    int status = new ShortErrors().handleExecutionException(wrapped, command, null);

    assertThat(status).isEqualTo(CommandFailed.REFUSED);
    assertThat(err.toString()).contains("Not so.").doesNotContain("\tat ");
  }

  @Test
  void readsAVault() throws Exception {
    vault.put("smtp", "{\"user\": \"office\", \"password\": \"from the vault\"}");

    assertThat(value("{{hashicorp:secret:smtp#password}}")).isEqualTo("from the vault");
    assertThat(resolved("{{hashicorp:secret:smtp#user}}")).isEqualTo("office");
  }

  @Test
  void doesNotStartWithoutTheSecretOfAVault() {
    assertThatThrownBy(() -> value("{{hashicorp:secret:nothing#password}}"))
        .hasStackTraceContaining("vault");
  }

  /** What a route gets that has the placeholder in it. */
  private String value(String placeholder) throws Exception {
    Files.writeString(
        home.resolve("routes/beans.camel.yaml"),
        """
        - route:
            id: probe
            from:
              uri: direct:probe
              steps:
                - setBody:
                    expression:
                      constant:
                        expression: "%s"
        """
            .formatted(placeholder));
    main = House.of(Settings.load(home, Map.of(), Map.of()));
    main.start();
    return main.getCamelContext()
        .createProducerTemplate()
        .requestBody("direct:probe", null, String.class);
  }

  private String resolved(String placeholder) {
    return main.getCamelContext().resolvePropertyPlaceholders(placeholder);
  }
}

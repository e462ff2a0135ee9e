package io.dromail.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @TempDir private Path home;

  @Test
  void loadsTheDefaultsFromAnEmptyFolder() {
    Settings settings = load(Map.of());

    assertThat(settings.home()).isEqualTo(home);
    assertThat(settings.get("dromail.http.host")).isEqualTo("127.0.0.1");
    assertThat(settings.get("dromail.http.port")).isEqualTo("8080");
    assertThat(settings.get("dromail.broker.url")).isEqualTo("embedded:");
    assertThat(settings.get("dromail.smtp.url")).isEqualTo("sandbox:");
    assertThat(settings.get("dromail.profile")).isEqualTo("dev");
    assertThat(settings.get("camel.main.name")).isEqualTo("dromail");
  }

  @ParameterizedTest
  @CsvSource({
    "embedded:,'',data/attachments",
    "embedded:,none,''",
    "embedded:,spool,spool",
    "amqp://broker,'',''",
    "amqp://broker,spool,spool"
  })
  void hasASpoolWhereAllWhoSendSeeIt(String broker, String setting, String folder) {
    Map<String, String> environment =
        Map.of("DROMAIL_BROKER_URL", broker, "DROMAIL_ATTACHMENTS_SPOOL_DIRECTORY", setting);

    assertThat(load(environment).get("dromail.attachments.spool-directory"))
        .isEqualTo(folder.isEmpty() ? "" : home.resolve(folder).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "test"})
  void loadsEveryShippedProfileThatNeedsNothing(String profile) {
    Path shipped = Path.of("").toAbsolutePath();

    assertThat(Settings.load(shipped, Map.of("DROMAIL_PROFILE", profile), Map.of()).values())
        .containsEntry("dromail.profile", profile);
  }

  @Test
  void letsEachPlaceWinOverTheOneBefore() throws Exception {
    write("application.properties", "dromail.http.port=1\ndromail.inbox.window=1\n");
    write("application-fast.properties", "dromail.http.port=2\ndromail.sandbox.keep=2\n");
    Map<String, String> environment =
        Map.of("DROMAIL_PROFILE", "fast", "DROMAIL_SANDBOX_KEEP", "3", "DROMAIL_HTTP_HOST", "::1");

    Settings settings = Settings.load(home, environment, Map.of("dromail.http.host", "localhost"));

    assertThat(settings.get("dromail.inbox.window")).isEqualTo("1");
    assertThat(settings.get("dromail.http.port")).isEqualTo("2");
    assertThat(settings.get("dromail.sandbox.keep")).isEqualTo("3");
    assertThat(settings.get("dromail.http.host")).isEqualTo("localhost");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dromail.smtp.connections=7                         | 14",
        "dromail.smtp.connections=7\\ndromail.smtp.senders=9 | 9"
      })
  void hasTwoSendersForEachConnectionUnlessSaidOtherwise(String lines, String senders)
      throws Exception {
    write("application.properties", lines.replace("\\n", "\n"));

    assertThat(load(Map.of()).get("dromail.smtp.senders")).isEqualTo(senders);
  }

  @ParameterizedTest
  @CsvSource({
    "dromail.http.port,DROMAIL_HTTP_PORT",
    "dromail.broker.queue-type,DROMAIL_BROKER_QUEUE_TYPE",
    "dromail.journal.retention-days,DROMAIL_JOURNAL_RETENTION_DAYS"
  })
  void hasAnEnvironmentVariableForEachProperty(String property, String variable) {
    assertThat(Settings.variable(property)).isEqualTo(variable);
  }

  @Test
  void refusesAProfileThatIsNotThere() {
    assertThatThrownBy(() -> load(Map.of("DROMAIL_PROFILE", "prood")))
        .isInstanceOf(BadSetting.class)
        .hasMessageStartingWith("There is no profile prood");
  }

  @ParameterizedTest
  @CsvSource({
    "dromail.http.prot,dromail.http.port",
    "dromail.smtp.connection,dromail.smtp.connections",
    "dromail.broker.queueType,dromail.broker.queue-type",
    "dromail.api.key,dromail.api.keys"
  })
  void namesTheSettingThatWasMeant(String wrong, String meant) throws Exception {
    write("application.properties", wrong + "=1\n");

    assertThatThrownBy(() -> load(Map.of()))
        .isInstanceOf(BadSetting.class)
        .hasMessage("There is no setting " + wrong + "; did you mean " + meant + "?");
    assertThatThrownBy(() -> Settings.load(home.getParent(), Map.of(), Map.of(wrong, "1")))
        .hasMessageContaining(meant);
  }

  @Test
  void leavesTheSettingsOfCamelToCamel() throws Exception {
    write("application.properties", "camel.main.tracing=true\n");

    assertThat(load(Map.of()).get("camel.main.tracing")).isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource({
    "application.properties,dromail.http.port=\\u00zz",
    "application-fast.properties,a=\\u1"
  })
  void refusesAFileThatCannotBeRead(String file, String content) throws Exception {
    write(file, content);

    assertThatThrownBy(
            () -> load(Map.of("DROMAIL_PROFILE", file.contains("fast") ? "fast" : "dev")))
        .isInstanceOf(BadSetting.class)
        .hasMessageContaining(file + " can't be read");
  }

  @Test
  void startsRelativeFoldersAtTheHome() throws Exception {
    Files.createDirectory(home.resolve("routes"));

    Settings settings =
        load(Map.of("DROMAIL_INBOX_DIRECTORY", "in/../box", "DROMAIL_DATA_DIRECTORY", "/var/data"));

    assertThat(settings.get("dromail.inbox.directory")).isEqualTo(home.resolve("box").toString());
    assertThat(settings.get("dromail.data.directory")).isEqualTo("/var/data");
    assertThat(settings.get("dromail.attachments.directory")).isEmpty();
    assertThat(settings.get("dromail.routes.directory"))
        .isEqualTo(home.resolve("routes").toString());
    assertThat(settings.get("dromail.templates.directory"))
        .isEqualTo(home.resolve("src/main/resources/templates").toString());
  }

  @Test
  void ignoresSpaceAroundValues() {
    assertThat(load(Map.of("DROMAIL_HTTP_PORT", " 81 ")).get("dromail.http.port")).isEqualTo("81");
  }

  @Test
  void readsASettingFromTheFileThatTheEnvironmentNames() throws Exception {
    write("smtp", "smtp://u:p%40ss@mail.example.com\r\n\n");

    assertThat(load(Map.of("DROMAIL_SMTP_URL_FILE", home.resolve("smtp").toString())))
        .extracting(settings -> settings.get("dromail.smtp.url"))
        .isEqualTo("smtp://u:p%40ss@mail.example.com");
    assertThat(load(Map.of("DROMAIL_SMTP_URL_FILE", "smtp", "DROMAIL_SMTP_URL", "")))
        .as("relative to the home folder; an empty variable doesn't count")
        .extracting(settings -> settings.get("dromail.smtp.url"))
        .isEqualTo("smtp://u:p%40ss@mail.example.com");
    assertThat(load(Map.of("DROMAIL_SMTP_URL_FILE", "")).get("dromail.smtp.url"))
        .isEqualTo("sandbox:");
  }

  @Test
  void refusesAFileThatIsMissingOrOneTooMany() throws Exception {
    Files.createDirectory(home.resolve("folder"));
    write("keys", "shop:0123456789");

    assertThat(refused(home, Map.of("DROMAIL_API_KEYS_FILE", "/nowhere/keys")))
        .hasMessage("DROMAIL_API_KEYS_FILE: there is no file /nowhere/keys.");
    assertThat(refused(home, Map.of("DROMAIL_API_KEYS_FILE", "folder")))
        .hasMessageContaining("there is no file");
    assertThat(
            refused(
                home,
                Map.of("DROMAIL_API_KEYS_FILE", "keys", "DROMAIL_API_KEYS", "shop:987654321")))
        .hasMessage("DROMAIL_API_KEYS and DROMAIL_API_KEYS_FILE are both set; unset one of them.");
  }

  @Test
  void refusesAFileThatIsNotText() throws Exception {
    Files.write(home.resolve("keys"), new byte[] {(byte) 0xc3, (byte) 0x28});

    assertThat(refused(home, Map.of("DROMAIL_API_KEYS_FILE", "keys")))
        .hasMessage("DROMAIL_API_KEYS_FILE: the file " + home.resolve("keys") + " can't be read.");
  }

  @Test
  void refusesToStartInProductionWithoutAProviderAndKeys() {
    Path shipped = Path.of("").toAbsolutePath();
    Map<String, String> bare = Map.of("DROMAIL_PROFILE", "prod");
    Map<String, String> provider =
        Map.of("DROMAIL_PROFILE", "prod", "DROMAIL_SMTP_URL", "smtp://u:p@mail.example.com");
    Map<String, String> both = new java.util.HashMap<>(provider);
    both.put("DROMAIL_API_KEYS", "shop:0123456789");

    assertThat(refused(shipped, bare))
        .hasMessageContainingAll("dromail.smtp.url", "DROMAIL_SMTP_URL");
    assertThat(refused(shipped, provider)).hasMessageStartingWith("dromail.api.keys is missing");
    assertThat(refused(shipped, both)).isNull();
  }

  private static BadSetting refused(Path home, Map<String, String> environment) {
    return catchThrowableOfType(BadSetting.class, () -> Settings.load(home, environment, Map.of()));
  }

  private Settings load(Map<String, String> environment) {
    return Settings.load(home, environment, Map.of());
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(home.resolve(file), content);
  }
}

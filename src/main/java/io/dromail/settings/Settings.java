package io.dromail.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The settings in force: the shipped defaults, {@code application.properties} of the home folder,
 * {@code application-<profile>.properties}, then the environment (a variable, or the file that its
 * namesake with {@code _FILE} names) and system properties. Immutable.
 *
 * @param home the folder that relative paths start from
 * @param values every known property with its value
 * @param origin what they were read from, besides the files
 */
public record Settings(Path home, Map<String, String> values, Origin origin) {

  private static final String SPOOL = "dromail.attachments.spool-directory";
  private static final String SENDERS = "dromail.smtp.senders";
  private static final String FILE = "application.properties";

  /**
   * Reads and judges the settings.
   *
   * @param home the folder with {@code application.properties}
   * @param environment usually {@link System#getenv()}
   * @param overrides win over everything; by property name
   * @throws BadSetting with one sentence, if one is missing, unknown or wrong
   */
  public static Settings load(
      Path home, Map<String, String> environment, Map<String, String> overrides) {
    return load(home, home, environment, overrides);
  }

  /**
   * Reads and judges settings whose files aren't in the home folder.
   *
   * @param home the folder that relative paths start from
   * @param files the folder with {@code application.properties}
   * @throws BadSetting with one sentence, if one is missing, unknown or wrong
   */
  public static Settings load(
      Path home, Path files, Map<String, String> environment, Map<String, String> overrides) {
    Map<String, String> defaults = shipped();
    Map<String, String> values = new TreeMap<>(defaults);
    values.putAll(read(files.resolve(FILE)));
    String profile =
        overrides.getOrDefault(
            "dromail.profile", environment.getOrDefault("DROMAIL_PROFILE", "dev"));
    Path profileFile = files.resolve("application-" + profile + ".properties");
    if (!profile.equals("dev") && !Files.exists(profileFile)) {
      throw new BadSetting("There is no profile " + profile + ": " + profileFile + " is missing.");
    }
    values.putAll(read(profileFile));
    values.keySet().forEach(name -> SettingRules.known(name, defaults.keySet()));
    values.replaceAll((name, value) -> given(home, environment, variable(name), value));
    overrides.forEach(
        (name, value) -> {
          SettingRules.known(name, defaults.keySet());
          values.put(name, value);
        });
    values.replaceAll((name, value) -> value.strip());
    values.put("dromail.profile", profile);
    resolvePaths(home, values);
    values.computeIfPresent(
        "dromail.failures.schedule",
        (name, file) ->
            (file.isEmpty()
                    ? Path.of(values.get("dromail.routes.directory"), "retry.yaml")
                    : home.resolve(file))
                .toAbsolutePath()
                .normalize()
                .toString());
    values.computeIfPresent(
        "dromail.journal.url",
        (name, url) ->
            url.isEmpty()
                ? "jdbc:h2:file:" + values.get("dromail.data.directory") + "/journal"
                : url);
    values.computeIfPresent(SENDERS, (name, senders) -> senders(senders, values));
    values.computeIfPresent(SPOOL, (name, spool) -> spool(home, spool, values));
    SettingRules.check(values);
    return new Settings(
        home, Map.copyOf(values), new Origin(Map.copyOf(environment), Map.copyOf(overrides)));
  }

  /**
   * The same with other files, as they would be in force after a start.
   *
   * @param files the folder with {@code application.properties}
   * @throws BadSetting with one sentence
   */
  public Settings anew(Path files) {
    return load(home, files, origin.environment, origin.overrides);
  }

  /** What is given to a process when it starts. */
  public record Origin(Map<String, String> environment, Map<String, String> overrides) {
    @Override
    public String toString() {
      return "environment and overrides";
    }
  }

  /** The value of a known property. */
  public String get(String name) {
    return values.get(name);
  }

  /**
   * The environment variable of a property: {@code DROMAIL_HTTP_PORT} for {@code
   * dromail.http.port}.
   */
  static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static String given(
      Path home, Map<String, String> environment, String variable, String otherwise) {
    String value = environment.get(variable);
    String file = environment.getOrDefault(variable + "_FILE", "").strip();
    if (file.isEmpty()) {
      return value == null ? otherwise : value;
    }
    if (value != null && !value.isBlank()) {
      throw new BadSetting(
          variable + " and " + variable + "_FILE are both set; unset one of them.");
    }
    return SecretFile.read(home.resolve(file), variable + "_FILE");
  }

  private static void resolvePaths(Path home, Map<String, String> values) {
    for (String folder : new String[] {"routes", "templates"}) {
      String ours =
          Files.isDirectory(home.resolve(folder)) ? folder : "src/main/resources/" + folder;
      values.computeIfPresent(
          "dromail." + folder + ".directory", (name, value) -> value.isEmpty() ? ours : value);
    }
    values.replaceAll(
        (name, value) ->
            name.startsWith("dromail.") && name.endsWith(".directory") && !value.isEmpty()
                ? home.resolve(value).toAbsolutePath().normalize().toString()
                : value);
  }

  /**
   * Where the spool is, or empty for none: with the embedded broker one is on by itself, since
   * nobody else sends its mails.
   */
  private static String spool(Path home, String folder, Map<String, String> values) {
    boolean embedded = values.getOrDefault("dromail.broker.url", "").startsWith("embedded:");
    String wanted = folder.isEmpty() && embedded ? "attachments" : folder;
    if (wanted.isEmpty() || wanted.equals("none")) {
      return "";
    }
    Path base = folder.isEmpty() ? Path.of(values.get("dromail.data.directory")) : home;
    return base.resolve(wanted).toAbsolutePath().normalize().toString();
  }

  /** Two mails for each connection: one is on its way, and the next one's envelope follows it. */
  private static String senders(String senders, Map<String, String> values) {
    String connections = values.getOrDefault("dromail.smtp.connections", "");
    return senders.isEmpty() && connections.matches("\\d{1,5}")
        ? String.valueOf(2 * Integer.parseInt(connections))
        : senders;
  }

  private static Map<String, String> shipped() {
    try (InputStream in = Settings.class.getResourceAsStream("/io/dromail/" + FILE)) {
      Properties properties = new Properties();
      properties.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
      return asMap(properties);
    } catch (IOException e) {
      throw new IllegalStateException("the shipped " + FILE + " can't be read", e);
    }
  }

  private static Map<String, String> read(Path file) {
    if (!Files.exists(file)) {
      return Map.of();
    }
    try (Reader in = Files.newBufferedReader(file)) {
      Properties properties = new Properties();
      properties.load(in);
      return asMap(properties);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadSetting(file + " can't be read: " + e.getMessage());
    }
  }

  private static Map<String, String> asMap(Properties properties) {
    Map<String, String> map = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
    return map;
  }
}

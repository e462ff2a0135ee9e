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
 * {@code application-<profile>.properties}, then the environment and system properties. Immutable.
 *
 * @param home the folder that relative paths start from
 * @param values every known property with its value
 */
public record Settings(Path home, Map<String, String> values) {

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
    Map<String, String> defaults = shipped();
    Map<String, String> values = new TreeMap<>(defaults);
    values.putAll(read(home.resolve(FILE)));
    String profile =
        overrides.getOrDefault(
            "dromail.profile", environment.getOrDefault("DROMAIL_PROFILE", "dev"));
    Path profileFile = home.resolve("application-" + profile + ".properties");
    if (!profile.equals("dev") && !Files.exists(profileFile)) {
      throw new BadSetting("There is no profile " + profile + ": " + profileFile + " is missing.");
    }
    values.putAll(read(profileFile));
    values.keySet().forEach(name -> SettingRules.known(name, defaults.keySet()));
    for (Map.Entry<String, String> setting : values.entrySet()) {
      String variable = environment.get(variable(setting.getKey()));
      setting.setValue(variable == null ? setting.getValue() : variable);
    }
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
    SettingRules.check(values);
    return new Settings(home, Map.copyOf(values));
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

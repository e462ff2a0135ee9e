package io.dromail.command;

import io.dromail.failures.BadSchedule;
import io.dromail.failures.RetrySchedule;
import io.dromail.live.Draft;
import io.dromail.live.Finding;
import io.dromail.live.SettingPlace;
import io.dromail.settings.BadSetting;
import io.dromail.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.main.Main;

/** A folder of routes with the settings in force with it, and a place where a gateway may write. */
public final class RouteDraft implements Draft {

  private final Path home;
  private final Path folder;
  private final Path routes;
  private final Path keys;
  private final Settings.Origin origin;
  private final List<Finding> faults = new ArrayList<>();
  private final Path scratch;
  private Settings settings;
  private RetrySchedule schedule;

  private RouteDraft(Path home, Settings.Origin origin, Path folder, Path keys) throws IOException {
    this.home = home;
    this.origin = origin;
    this.folder = folder;
    this.routes = inside("routes").orElse(folder);
    this.keys = keys == null ? routes : keys;
    this.scratch = Files.createTempDirectory("dromail-check");
    read();
  }

  /**
   * Of a folder of routes, or of one that has {@code routes}, and perhaps {@code templates} and
   * {@code application.properties}.
   *
   * @param home where the settings are that the folder doesn't have
   */
  public static RouteDraft of(Path home, Map<String, String> environment, Path folder) {
    return of(home, new Settings.Origin(environment, Map.of()), folder, null);
  }

  /** Of a folder as it would be in force after a start of the gateway that runs. */
  static RouteDraft of(Settings running, Path folder) {
    Path keys = Path.of(running.get("dromail.routes.directory"));
    return of(running.home(), running.origin(), folder, keys);
  }

  private static RouteDraft of(Path home, Settings.Origin origin, Path folder, Path keys) {
    try {
      return new RouteDraft(home, origin, folder.toAbsolutePath().normalize(), keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try {
      settings = load(Map.of());
      schedule = RetrySchedule.load(Path.of(settings.get("dromail.failures.schedule")));
    } catch (BadSetting e) {
      faults.add(new SettingPlace(propertiesFolder(), this::name).finding(e.getMessage()));
    } catch (BadSchedule e) {
      Path file = Path.of(settings.get("dromail.failures.schedule"));
      faults.add(new Finding(name(file), Math.max(1, e.line()), e.sentence()));
    }
  }

  @Override
  public Path routes() {
    return routes;
  }

  @Override
  public String name(Path file) {
    return file.startsWith(folder)
        ? folder.relativize(file).toString().replace('\\', '/')
        : file.toString();
  }

  @Override
  public Map<String, String> settings() {
    return settings == null ? Map.of() : House.properties(settings);
  }

  @Override
  public Set<String> delays() {
    return schedule == null ? Set.of() : schedule.byLabel().keySet();
  }

  @Override
  public List<Finding> beside(boolean withTemplates) {
    List<Finding> findings = new ArrayList<>(faults);
    SideFiles files = new SideFiles(this::name);
    findings.addAll(files.presets(routes));
    if (withTemplates) {
      templates().ifPresent(templates -> findings.addAll(files.templates(templates)));
    }
    findings.addAll(files.conflicts(propertiesFolder()));
    return findings;
  }

  @Override
  public Optional<Main> gateway() {
    boolean broken = !faults.isEmpty() || !new SideFiles(this::name).presets(routes).isEmpty();
    if (broken) {
      return Optional.empty();
    }
    Main gateway = House.of(load(nowhere()));
    gateway.addOverrideProperty(House.KEYS, keys.toString());
    return Optional.of(gateway);
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(scratch)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of the folder; without, those beside it, and else those of the settings. */
  private Optional<Path> templates() {
    return inside("templates")
        .or(() -> Optional.of(routes.resolveSibling("templates")).filter(Files::isDirectory))
        .or(
            () ->
                settings == null
                    ? Optional.empty()
                    : Optional.of(Path.of(settings.get("dromail.templates.directory"))))
        .filter(Files::isDirectory);
  }

  private Optional<Path> inside(String name) {
    return Optional.of(folder.resolve(name)).filter(Files::isDirectory);
  }

  private Path propertiesFolder() {
    return Files.exists(folder.resolve("application.properties")) ? folder : home;
  }

  private Settings load(Map<String, String> overrides) {
    Map<String, String> all = new HashMap<>(origin.overrides());
    all.putAll(overrides);
    all.put("dromail.routes.directory", routes.toString());
    templates()
        .ifPresent(templates -> all.put("dromail.templates.directory", templates.toString()));
    return Settings.load(home, propertiesFolder(), origin.environment(), all);
  }

  private Map<String, String> nowhere() {
    Map<String, String> nowhere = Nowhere.settings(scratch);
    nowhere.put("dromail.data.directory", scratch.resolve("data").toString());
    nowhere.put("dromail.attachments.spool-directory", "none");
    if (!settings.get("dromail.smtp.url").equals("sandbox:")) {
      // Nothing is sent there; but the profiles judge it.
      nowhere.remove("dromail.smtp.url");
    }
    return nowhere;
  }
}

package io.dromail.command;

import io.dromail.live.History;
import io.dromail.live.OperatorFiles;
import io.dromail.settings.Settings;
import java.nio.file.Path;
import java.util.Map;

/** The folder that Dromail lives in, as the launcher found it. */
final class Home {

  private Home() {}

  /** The settings in force there. */
  static Settings settings() {
    Path home = Path.of(System.getProperty("dromail.home", "."));
    return Settings.load(home, System.getenv(), Map.of());
  }

  /** What operators edit there. */
  static OperatorFiles files(Settings settings) {
    return new OperatorFiles(
        Path.of(settings.get("dromail.routes.directory")),
        Path.of(settings.get("dromail.templates.directory")),
        settings.home().toAbsolutePath().normalize());
  }

  /** The sets of routes that were in force there. */
  static History history(Settings settings) {
    return new History(Path.of(settings.get("dromail.data.directory"), "history"));
  }
}

package io.dromail.command;

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
}

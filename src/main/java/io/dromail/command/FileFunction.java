package io.dromail.command;

import io.dromail.settings.BadSetting;
import io.dromail.settings.SecretFile;
import java.nio.file.Path;
import org.apache.camel.spi.PropertiesFunction;

/**
 * {@code {{file:/run/secrets/x}}} in routes and profiles: the content of a file, without the line
 * end behind it. Relative paths start at the home folder. Stateless.
 */
final class FileFunction implements PropertiesFunction {

  private final Path home;

  FileFunction(Path home) {
    this.home = home;
  }

  @Override
  public String getName() {
    return "file";
  }

  @Override
  public String apply(String path) {
    String placeholder = "{{file:" + path + "}}";
    String value = SecretFile.read(home.resolve(path), placeholder);
    if (value.contains("{{")) {
      // Camel would look for that one, too, and print the whole value when there is none.
      throw new BadSetting(placeholder + ": the file's content must not have {{ in it.");
    }
    return value;
  }
}

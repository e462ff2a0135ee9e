package io.dromail.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds one value, as Docker and Kubernetes hand secrets to a process. Stateless. */
public final class SecretFile {

  private SecretFile() {}

  /**
   * Reads the value; line ends behind it don't belong to it.
   *
   * @param meant what the value is for, to begin the sentence
   * @throws BadSetting with one sentence, if the file is missing or can't be read
   */
  public static String read(Path file, String meant) {
    if (!Files.isRegularFile(file)) {
      throw new BadSetting(meant + ": there is no file " + file + ".");
    }
    try {
      return Files.readString(file).replaceFirst("[\r\n]+$", "");
    } catch (IOException e) {
      throw new BadSetting(meant + ": the file " + file + " can't be read.");
    }
  }
}

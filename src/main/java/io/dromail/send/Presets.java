package io.dromail.send;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What is known of providers: {@code presets.yaml} in the folder of the routes. Immutable. */
public final class Presets {

  /** Its name; not *.camel.yaml, since Camel shall not read it. */
  public static final String FILE = "presets.yaml";

  private final Map<String, Map<String, String>> byName;

  private Presets(Map<String, Map<String, String>> byName) {
    this.byName = byName;
  }

  /**
   * Reads the presets.
   *
   * @param directory of the routes; without the file in it, or anything in the file, there are none
   * @throws IllegalArgumentException with one sentence, if the file can't be read
   */
  public static Presets from(String directory) {
    Path file = Path.of(directory, FILE);
    if (!Files.exists(file)) {
      return new Presets(Map.of());
    }
    try {
      YAMLMapper yaml = new YAMLMapper();
      JsonNode all = yaml.readTree(file.toFile());
      return new Presets(
          all.isMissingNode() || all.isNull()
              ? Map.of()
              : yaml.readValue(
                  file.toFile(), new TypeReference<TreeMap<String, Map<String, String>>>() {}));
    } catch (JsonMappingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new IllegalArgumentException(
          FILE + ":" + line + ": each preset must be a list of values by name.", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(FILE + " can't be read as YAML: " + e.getMessage(), e);
    }
  }

  /** The values of a preset. */
  Map<String, String> of(String profile, String preset) {
    if (!byName.containsKey(preset)) {
      throw new BadProfile(
          profile, "there is no preset " + preset + "; " + FILE + " has " + names());
    }
    Map<String, String> values = byName.get(preset);
    if (values == null) {
      throw new BadProfile(profile, "preset " + preset + " has no values in " + FILE);
    }
    return values;
  }

  private String names() {
    return byName.isEmpty() ? "none" : String.join(", ", byName.keySet());
  }
}

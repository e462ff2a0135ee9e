package io.dromail.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dromail.enrich.TemplateCheck;
import io.dromail.live.Finding;
import io.dromail.live.SettingPlace;
import io.dromail.send.Presets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the rooms about the files that belong to routes and aren't routes.
 *
 * @param name how findings call a file
 */
record SideFiles(Function<Path, String> name) {

  private static final Pattern PLACE = Pattern.compile("[^:\\s]+:(\\d+): (.*)");

  List<Finding> presets(Path routes) {
    try {
      Presets.from(routes.toString());
      return List.of();
    } catch (IllegalArgumentException e) {
      Matcher said = PLACE.matcher(e.getMessage().lines().findFirst().orElse(""));
      int line = said.matches() ? Integer.parseInt(said.group(1)) : line(e.getCause());
      String sentence = said.matches() ? said.group(2) : words(e.getCause());
      return List.of(new Finding(name.apply(routes.resolve("presets.yaml")), line, sentence));
    }
  }

  List<Finding> templates(Path folder) {
    try {
      return TemplateCheck.of(folder).stream()
          .map(
              fault ->
                  new Finding(
                      name.apply(fault.file()), fault.line(), fault.column(), fault.sentence()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A properties file takes the marks of a merge for settings. */
  List<Finding> conflicts(Path folder) {
    List<Finding> findings = new ArrayList<>();
    for (Path file : new SettingPlace(folder, name).files()) {
      List<String> lines = SettingPlace.lines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).matches("(<<<<<<<|>>>>>>>) .*")) {
          findings.add(
              new Finding(name.apply(file), i + 1, 1, "a merge conflict that isn't resolved"));
          break;
        }
      }
    }
    return findings;
  }

  private static int line(Throwable cause) {
    return cause instanceof JsonProcessingException json && json.getLocation() != null
        ? Math.max(1, json.getLocation().getLineNr())
        : 1;
  }

  private static String words(Throwable cause) {
    return cause instanceof JsonProcessingException json
        ? "not YAML: " + json.getOriginalMessage().lines().findFirst().orElse("")
        : "the file can't be read";
  }
}

package io.dromail.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the line of the setting that a sentence is about.
 *
 * @param folder the one with {@code application.properties}
 * @param name how findings call a file
 */
public record SettingPlace(Path folder, Function<Path, String> name) {

  /** At the line that sets what the sentence has first in it. */
  public Finding finding(String sentence) {
    Finding best = new Finding(name.apply(folder.resolve("application.properties")), 1, sentence);
    int first = sentence.length();
    for (Path file : files()) {
      List<String> lines = lines(file);
      for (int i = 0; i < lines.size(); i++) {
        String setting = lines.get(i).strip().replaceFirst("\\s*[=:].*", "");
        boolean unreadable =
            sentence.startsWith(file + " can't be read") && lines.get(i).contains("\\u");
        int at = unreadable ? 0 : place(sentence, setting);
        if (at < first) {
          first = at;
          best = new Finding(name.apply(file), i + 1, 1, sentence);
        }
      }
    }
    return best;
  }

  /** The files with settings, that of the profile before the one for all. */
  public List<Path> files() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().matches("application.*\\.properties"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the sentence has a setting; after its end if it doesn't. */
  private static int place(String sentence, String setting) {
    if (!setting.startsWith("dromail.")) {
      return sentence.length();
    }
    Matcher found = Pattern.compile("\\Q" + setting + "\\E(?![\\w.-]*\\w)").matcher(sentence);
    return found.find() ? found.start() : sentence.length();
  }

  /** The lines of such a file. */
  public static List<String> lines(Path file) {
    try {
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

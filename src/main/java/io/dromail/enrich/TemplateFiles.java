package io.dromail.enrich;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of one template, and which of them a language gets. Immutable.
 *
 * @param names the files in the template's folder
 */
record TemplateFiles(Set<String> names) {

  private static final ResourceBundle.Control FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  /** The files that are there now; none if the folder isn't there. */
  static TemplateFiles in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new TemplateFiles(Set.of());
    }
    try (Stream<Path> files = Files.list(folder)) {
      return new TemplateFiles(
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  boolean has(String name) {
    return names.contains(name);
  }

  /**
   * The closest file to a language that there is: for {@code zh-CN} and {@code body.html.ftlh} the
   * first of {@code body_zh_Hans_CN.html.ftlh}, {@code body_zh_Hans.html.ftlh}, {@code
   * body_zh_CN.html.ftlh}, {@code body_zh.html.ftlh} and {@code body.html.ftlh}.
   *
   * @param tag a language tag (BCP 47), or null
   * @return null if there is none at all
   */
  String closest(String name, String tag) {
    if (tag != null) {
      int dot = name.indexOf('.');
      for (Locale locale : FALLBACK.getCandidateLocales("", Locale.forLanguageTag(tag))) {
        String suffix = locale.equals(Locale.ROOT) ? "" : "_" + locale.toLanguageTag();
        String localised = name.substring(0, dot) + suffix.replace('-', '_') + name.substring(dot);
        if (has(localised)) {
          return localised;
        }
      }
    }
    return has(name) ? name : null;
  }
}

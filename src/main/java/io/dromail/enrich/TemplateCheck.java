package io.dromail.enrich;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import freemarker.core.ParseException;
import freemarker.template.Configuration;
import io.dromail.mail.MailJson;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Judges a folder of templates without rendering any: each file, and what is missing. */
public final class TemplateCheck {

  private static final String HTML = "body.html.ftlh";
  private static final String PART = "((subject|body)[._].*|variables\\.schema\\.json)";

  private final Path folder;
  private final Configuration configuration;
  private final List<TemplateFault> faults = new ArrayList<>();

  private TemplateCheck(Path folder) throws IOException {
    this.folder = folder;
    this.configuration = TemplateConfiguration.of(folder.toString());
  }

  /** What is wrong with a folder of templates. */
  public static List<TemplateFault> of(Path folder) throws IOException {
    TemplateCheck check = new TemplateCheck(folder);
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path path : all.filter(check::isOurs).sorted().toList()) {
        if (Files.isDirectory(path)) {
          check.complete(path);
        } else if (path.toString().endsWith(".json")) {
          check.json(path);
        } else if (path.toString().matches(".*\\.ftlh?")) {
          check.template(path);
        }
      }
    }
    return check.faults;
  }

  /** Neither what editors leave there, nor what a mounted volume hides. */
  private boolean isOurs(Path path) {
    for (Path part : folder.relativize(path)) {
      if (part.toString().matches("[.#].*|.*~")) {
        return false;
      }
    }
    return true;
  }

  private void complete(Path template) throws IOException {
    TemplateFiles files = TemplateFiles.in(template);
    boolean isOne = files.names().stream().anyMatch(name -> name.matches(PART));
    if (isOne && !files.has(HTML)) {
      faults.add(
          new TemplateFault(
              template.resolve(HTML),
              1,
              1,
              "template " + folder.relativize(template) + " has no " + HTML));
    }
  }

  private void json(Path file) throws IOException {
    try {
      if (MailJson.mapper().readTree(file.toFile()).isMissingNode()) {
        faults.add(new TemplateFault(file, 1, 1, "the file is empty"));
      }
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      faults.add(
          new TemplateFault(
              file,
              at == null ? 1 : at.getLineNr(),
              at == null ? 1 : at.getColumnNr(),
              "not JSON: " + first(e.getOriginalMessage())));
    }
  }

  private void template(Path file) throws IOException {
    try {
      configuration.getTemplate(folder.relativize(file).toString().replace('\\', '/'));
    } catch (ParseException e) {
      faults.add(
          new TemplateFault(
              file, e.getLineNumber(), e.getColumnNumber(), first(e.getEditorMessage())));
    }
  }

  private static String first(String message) {
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst(" (Help|Check if|\\(Note) .*", "")
        .replaceFirst("[:.]+$", "");
  }
}

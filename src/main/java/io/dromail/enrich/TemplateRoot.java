package io.dromail.enrich;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.regex.RegularExpression;
import freemarker.core.ParseException;
import freemarker.template.Configuration;
import io.dromail.mail.MailJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder that has one folder a template. One that is edited is looked at anew every second; one
 * that was checked is read once, and stays as it is. Thread-safe.
 */
final class TemplateRoot {

  static final String HTML = "body.html.ftlh";

  private static final String SCHEMA = "variables.schema.json";
  private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final SchemaValidatorsConfig PATHS =
      SchemaValidatorsConfig.builder()
          .pathType(PathType.LEGACY)
          .locale(Locale.ENGLISH)
          .regularExpressionFactory(TemplateRoot::wholeText)
          .build();

  private final Path folder;
  private final boolean checked;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private volatile Configuration configuration;

  private TemplateRoot(Path folder, boolean checked) {
    this.folder = folder;
    this.checked = checked;
  }

  /** A folder that people edit; nothing is read yet. */
  static TemplateRoot edited(Path folder) {
    return new TemplateRoot(folder, false);
  }

  /**
   * A folder that nobody changes any more: all that is in it is read and parsed now.
   *
   * @throws BadTemplate if something in it is broken
   */
  static TemplateRoot checked(Path folder) throws BadTemplate, IOException {
    TemplateRoot root = new TemplateRoot(folder, true);
    root.configuration = TemplateConfiguration.unchanging(folder);
    for (String file : root.files()) {
      root.parse(file);
    }
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path template : folders.toList()) {
        String id = template.getFileName().toString();
        Known found = root.look(id, null, 0);
        if (found != null) {
          root.known.put(id, found);
        }
      }
    }
    return root;
  }

  /** FreeMarker's view of the folder. */
  Configuration configuration() throws IOException {
    if (configuration == null) {
      synchronized (this) {
        if (configuration == null) {
          configuration = TemplateConfiguration.of(folder.toString());
        }
      }
    }
    return configuration;
  }

  /** A template, or null if there is none of that name. */
  Known find(String id) {
    Known template = known.get(id);
    if (checked) {
      return template;
    }
    long now = System.nanoTime();
    if (template == null || now - template.seenAt > LOOK_AGAIN_NANOS) {
      template = look(id, template, now);
      if (template == null) {
        known.remove(id);
      } else {
        known.put(id, template);
      }
    }
    return template;
  }

  /** The names of all templates, in order. */
  List<String> names() throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .map(template -> template.getFileName().toString())
          .filter(name -> find(name) != null)
          .sorted()
          .toList();
    }
  }

  /** A file of a template that holds JSON, or null if it isn't there. */
  JsonNode json(String id, String file) throws IOException {
    Path path = folder.resolve(id).resolve(file);
    return Files.exists(path) ? MailJson.mapper().readTree(path.toFile()) : null;
  }

  private Known look(String id, Known before, long now) {
    // In this order: not everything that a request may say can be a path.
    if (!id.matches("[a-z0-9][a-z0-9_-]*")) {
      return null;
    }
    Path schemaFile = folder.resolve(id).resolve(SCHEMA);
    try {
      TemplateFiles files = TemplateFiles.in(folder.resolve(id));
      if (!files.has(HTML)) {
        return null;
      }
      if (!files.has(SCHEMA)) {
        return new Known(id, files, null, null, now);
      }
      FileTime changed = Files.getLastModifiedTime(schemaFile);
      JsonSchema schema =
          before != null && changed.equals(before.changed)
              ? before.schema
              : SCHEMAS.getSchema(MailJson.mapper().readTree(schemaFile.toFile()), PATHS);
      return new Known(id, files, schema, changed, now);
    } catch (IOException unreadable) {
      throw new IllegalStateException(schemaFile + " is not a JSON schema", unreadable);
    }
  }

  private List<String> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void parse(String file) throws BadTemplate, IOException {
    try {
      if (file.endsWith(".ftl") || file.endsWith(".ftlh")) {
        configuration.getTemplate(file);
      } else if (file.endsWith(".json")) {
        MailJson.mapper().readTree(folder.resolve(file).toFile());
      }
    } catch (ParseException e) {
      throw new BadTemplate(
          file, e.getLineNumber(), e.getColumnNumber(), firstLine(e.getEditorMessage()));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      throw new BadTemplate(file, line, column, "not JSON: " + firstLine(e.getOriginalMessage()));
    }
  }

  private static String firstLine(String words) {
    return String.valueOf(words).strip().lines().findFirst().orElse("it can't be read");
  }

  /** A final {@code $} is the end of the text, as in ECMA-262, and not before a last line end. */
  private static RegularExpression wholeText(String ecma) {
    Pattern pattern = Pattern.compile(ecma.replaceFirst("(?<!\\\\)\\$\\z", "\\\\z"));
    return text -> pattern.matcher(text).find();
  }

  /** A template: its files, and what it wants of its variables. */
  record Known(String id, TemplateFiles files, JsonSchema schema, FileTime changed, long seenAt) {

    /** Below the folder of all templates, or null. */
    String file(String name, String locale) {
      String closest = files.closest(name, locale);
      return closest == null ? null : id + "/" + closest;
    }
  }
}

package io.dromail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The shipped routes, read as YAML. */
final class RouteFiles {

  private static final Path FOLDER = Path.of("src/main/resources/routes");

  private RouteFiles() {}

  static List<Path> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode read(Path file) {
    try {
      return new YAMLMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name that the file's route shall have. */
  static String name(Path file) {
    return file.getFileName().toString().replace(".camel.yaml", "");
  }

  /** The routes of a file, those inside templates too. */
  static List<JsonNode> routes(Path file) {
    List<JsonNode> routes = new ArrayList<>();
    for (JsonNode entry : read(file)) {
      if (entry.has("route")) {
        routes.add(entry.get("route"));
      } else if (entry.has("routeTemplate")) {
        routes.add(entry.get("routeTemplate"));
      }
    }
    return routes;
  }

  /** Every value under a name, however deep. */
  static List<JsonNode> values(JsonNode node, String name) {
    List<JsonNode> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getKey().equals(name)) {
        found.add(field.getValue());
      }
      found.addAll(values(field.getValue(), name));
    }
    if (node.isArray()) {
      node.forEach(element -> found.addAll(values(element, name)));
    }
    return found;
  }

  /** Every text in a file, however deep. */
  static List<String> texts(JsonNode node) {
    List<String> found = new ArrayList<>();
    if (node.isTextual()) {
      found.add(node.textValue());
    }
    node.forEach(child -> found.addAll(texts(child)));
    return found;
  }
}

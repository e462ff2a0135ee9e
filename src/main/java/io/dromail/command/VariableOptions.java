package io.dromail.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dromail.mail.MailJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * The options that give a template its variables. A dot in a variable's name leads into an object:
 * {@code customer.name=Ada} is {@code {"customer": {"name": "Ada"}}}.
 */
final class VariableOptions {

  @Option(names = "--vars", paramLabel = "FILE", description = "A JSON file with the variables.")
  private Path file;

  @Option(
      names = "--var",
      paramLabel = "K=TEXT",
      description = "A variable, as in customer.name=Ada; repeatable.")
  private Map<String, String> texts = new LinkedHashMap<>();

  @Option(
      names = "--var-json",
      paramLabel = "K=JSON",
      description = "A number, a list or an object; repeatable.")
  private Map<String, String> values = new LinkedHashMap<>();

  /** Whether none was given. */
  boolean isEmpty() {
    return file == null && texts.isEmpty() && values.isEmpty();
  }

  /**
   * What was given, or else the example of the template; says on {@code err} if it's that.
   *
   * @param template its name
   */
  ObjectNode variables(String template, PrintWriter err) {
    ObjectNode variables = isEmpty() ? example(template, err) : file == null ? empty() : read(file);
    texts.forEach((name, text) -> set(variables, name, TextNode.valueOf(text)));
    values.forEach((name, json) -> set(variables, name, parsed(name, json)));
    return variables;
  }

  private static ObjectNode example(String id, PrintWriter err) {
    Path templates = Path.of(Home.settings().get("dromail.templates.directory"));
    Path example = templates.resolve(id).resolve("example.json").normalize();
    if (!example.startsWith(templates) || !Files.exists(example)) {
      return empty();
    }
    err.println(Terminal.dim("No variables given; using those of " + id + "/example.json"));
    return read(example);
  }

  private static ObjectNode empty() {
    return MailJson.mapper().createObjectNode();
  }

  private static ObjectNode read(Path file) {
    try {
      if (MailJson.mapper().readTree(Files.readString(file)) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException notJson) {
      throw CommandFailed.usage(
          file
              + " isn't JSON: line "
              + notJson.getLocation().getLineNr()
              + ", "
              + notJson.getOriginalMessage());
    } catch (IOException e) {
      throw CommandFailed.usage("--vars: can't read the file " + file);
    }
    throw CommandFailed.usage(file + " must hold one JSON object, the variables by name.");
  }

  private static JsonNode parsed(String name, String json) {
    try {
      return MailJson.mapper().readTree(json);
    } catch (JsonProcessingException notJson) {
      throw CommandFailed.usage(
          "--var-json " + name + ": '" + json + "' isn't JSON; text goes with --var.");
    }
  }

  private static void set(ObjectNode variables, String name, JsonNode value) {
    String[] way = name.split("\\.");
    ObjectNode object = variables;
    for (int i = 0; i < way.length - 1; i++) {
      object = object.get(way[i]) instanceof ObjectNode inner ? inner : object.putObject(way[i]);
    }
    object.set(way[way.length - 1], value);
  }
}

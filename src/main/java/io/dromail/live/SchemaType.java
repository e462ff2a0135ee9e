package io.dromail.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What a schema says of the kind of a value, as Camel takes it. Stateless. */
final class SchemaType {

  private static final String PLACEHOLDER = "(?s).*(\\{\\{|\\$\\{|\\$simple\\{).*";

  private SchemaType() {}

  /** Whether a value is of the kind that a schema is about, whatever is in it. */
  static boolean mayBe(JsonNode schema, Node node) {
    return switch (schema.path("type").asText()) {
      case "object" -> node instanceof MappingNode;
      case "array" -> node instanceof SequenceNode;
      case "string", "boolean", "number", "integer" -> node instanceof ScalarNode;
      default -> true;
    };
  }

  /** What is wrong with a value in itself, to follow its name; null if nothing is. */
  static String wrong(JsonNode schema, Node node) {
    String type = schema.path("type").asText();
    if (!type.isEmpty() && Yaml.isNothing(node)) {
      return "is followed by nothing";
    }
    if (!mayBe(schema, node)) {
      return "must be " + words(type);
    }
    if (!(node instanceof ScalarNode scalar) || scalar.getValue().matches(PLACEHOLDER)) {
      return null;
    }
    String value = scalar.getValue();
    if (type.equals("boolean") && !value.matches("(?i)true|false")) {
      return "must be true or false";
    }
    if (type.matches("number|integer") && !value.matches("-?\\d+(\\.\\d+)?")) {
      return "must be a number";
    }
    JsonNode choices = schema.path("enum");
    if (choices.isArray() && !anyIs(choices, value)) {
      return "must be one of "
          + String.join(
              ", ",
              StreamSupport.stream(choices.spliterator(), false).map(JsonNode::asText).toList());
    }
    return null;
  }

  private static boolean anyIs(JsonNode choices, String value) {
    return StreamSupport.stream(choices.spliterator(), false)
        .anyMatch(choice -> choice.asText().equalsIgnoreCase(value));
  }

  private static String words(String type) {
    return switch (type) {
      case "object" -> "followed by indented lines";
      case "array" -> "a list, each entry with a dash";
      default -> "one value";
    };
  }
}

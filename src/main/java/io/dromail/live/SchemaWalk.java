package io.dromail.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Walks through a file and the schema side by side. Knows what Camel's schema is made of and no
 * more; a validator for all of JSON Schema needs 260 MB for it. Not thread-safe.
 */
final class SchemaWalk {

  /** The branch that fits furthest was meant; of two, the one that knows a key for what it is. */
  private static final Comparator<List<Finding>> FURTHEST =
      Comparator.comparing(
          faults -> faults.get(0),
          Comparator.comparingInt(Finding::line)
              .thenComparingInt(Finding::column)
              .thenComparing(SchemaWalk::isUnknownKey));

  private final JsonNode root;
  private final String file;

  SchemaWalk(JsonNode root, String file) {
    this.root = root;
    this.file = file;
  }

  /**
   * What is wrong with a node.
   *
   * @param name how it's called in sentences
   */
  List<Finding> faults(JsonNode given, Node node, String name) {
    JsonNode schema = resolved(given);
    List<Finding> faults = new ArrayList<>();
    String wrong = SchemaType.wrong(schema, node);
    if (wrong != null) {
      return List.of(Place.of(file, node).finding(name + " " + wrong));
    }
    if (node instanceof MappingNode map) {
      object(schema, map, name, faults);
    }
    if (node instanceof SequenceNode list && schema.has("items")) {
      list.getValue().forEach(item -> faults.addAll(faults(schema.get("items"), item, name)));
    }
    if (schema.has("anyOf")) {
      List<List<Finding>> tried = tried(schema.get("anyOf"), node, name);
      if (tried.stream().noneMatch(List::isEmpty)) {
        faults.addAll(tried.stream().max(FURTHEST).orElse(List.of()));
      }
    }
    if (schema.has("oneOf")) {
      faults.addAll(oneOf(schema.get("oneOf"), node, name));
    }
    if (faults.isEmpty() && schema.has("not") && faults(schema.get("not"), node, name).isEmpty()) {
      faults.add(Place.of(file, node).finding(name + " has what doesn't go together"));
    }
    if (!faults.isEmpty() && schema.path("properties").size() > 0) {
      Yaml.entries(node).stream()
          .filter(entry -> !schema.get("properties").has(Yaml.key(entry)))
          .forEach(entry -> faults.add(unknown(entry, schema.get("properties"), name)));
    }
    List<Finding> unknown = faults.stream().filter(SchemaWalk::isUnknownKey).distinct().toList();
    return unknown.isEmpty() ? faults : unknown;
  }

  private void object(JsonNode schema, MappingNode map, String name, List<Finding> faults) {
    JsonNode properties = schema.path("properties");
    for (NodeTuple entry : map.getValue()) {
      String key = Yaml.key(entry);
      if (properties.has(key)) {
        faults.addAll(faults(properties.get(key), entry.getValueNode(), key));
      } else if (schema.has("additionalProperties")
          && !schema.get("additionalProperties").asBoolean(true)) {
        faults.add(unknown(entry, properties, name));
      }
    }
    if (schema.has("maxProperties")
        && map.getValue().size() > schema.get("maxProperties").asInt()) {
      NodeTuple second = map.getValue().get(1);
      faults.add(
          Place.of(file, second.getKeyNode())
              .finding("'" + Yaml.key(second) + "' needs a dash of its own"));
    }
    for (JsonNode key : schema.path("required")) {
      if (Yaml.child(map, key.asText()).isEmpty()) {
        faults.add(Place.of(file, map).finding(name + " needs " + key.asText()));
      }
    }
  }

  private Finding unknown(NodeTuple entry, JsonNode properties, String name) {
    String key = Yaml.key(entry);
    return Place.of(file, entry.getKeyNode())
        .finding("'" + key + "' isn't known in " + name + Spelling.meant(key, names(properties)));
  }

  private List<Finding> oneOf(JsonNode branches, Node node, String name) {
    List<List<Finding>> tried = tried(branches, node, name);
    long good = tried.stream().filter(List::isEmpty).count();
    if (good == 1) {
      return List.of();
    }
    if (good > 1) {
      return List.of(Place.of(file, node).finding(name + " has two of what there may be one of"));
    }
    return tried.stream().max(FURTHEST).orElse(List.of());
  }

  /** What each branch finds; those for another kind of node only if there is no other. */
  private List<List<Finding>> tried(JsonNode branches, Node node, String name) {
    List<JsonNode> fitting =
        stream(branches).filter(branch -> SchemaType.mayBe(resolved(branch), node)).toList();
    return (fitting.isEmpty() ? stream(branches) : fitting.stream())
        .map(branch -> faults(branch, node, name))
        .toList();
  }

  /** Something is missing then only because it's written otherwise. */
  private static boolean isUnknownKey(Finding fault) {
    return fault.message().startsWith("'");
  }

  private JsonNode resolved(JsonNode schema) {
    JsonNode reference = schema.get("$ref");
    return reference == null ? schema : root.at(reference.asText().substring(1));
  }

  private static List<String> names(JsonNode properties) {
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}

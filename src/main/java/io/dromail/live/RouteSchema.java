package io.dromail.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Holds a route file against Camel's own schema of its YAML language. Thread-safe. */
final class RouteSchema {

  private static final int FINDINGS_AT_MOST = 3;

  private final JsonSchema schema;
  private final YAMLMapper yaml = new YAMLMapper();

  RouteSchema() throws IOException {
    try (InputStream in = RouteSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
      schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
              .getSchema(
                  new ObjectMapper().readTree(in),
                  SchemaValidatorsConfig.builder().locale(Locale.ENGLISH).build());
    }
  }

  /** What the schema finds in a file; syntax errors first and alone. */
  List<Finding> check(Path file) throws IOException {
    String name = file.getFileName().toString();
    String text = Files.readString(file);
    JsonNode document;
    try {
      document = yaml.readTree(text);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      return List.of(
          new Finding(
              name, line, "not YAML: " + e.getOriginalMessage().lines().findFirst().orElse("")));
    }
    if (document.isMissingNode() || document.isEmpty()) {
      return List.of(new Finding(name, 1, "the file is empty"));
    }
    Node root = new Compose(LoadSettings.builder().build()).composeString(text).orElseThrow();
    return schema.validate(document).stream()
        .filter(error -> !isValueInQuotes(error))
        .sorted(Comparator.comparingInt(e -> -e.getInstanceLocation().getNameCount()))
        .limit(FINDINGS_AT_MOST)
        .map(error -> new Finding(name, line(root, error.getInstanceLocation()), words(error)))
        .toList();
  }

  /** Camel takes "true", "2" and placeholders where its schema wants a boolean or a number. */
  private static boolean isValueInQuotes(ValidationMessage error) {
    return error.getError().matches("string found, (boolean|number|integer) expected");
  }

  private static String words(ValidationMessage error) {
    String where = error.getInstanceLocation().toString();
    return where + ": " + error.getError();
  }

  private static int line(Node root, JsonNodePath path) {
    Node node = root;
    for (int i = 0; i < path.getNameCount(); i++) {
      Optional<Node> child = child(node, path.getElement(i));
      if (child.isEmpty()) {
        break;
      }
      node = child.get();
    }
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private static Optional<Node> child(Node node, Object step) {
    if (node instanceof SequenceNode list && step instanceof Integer index) {
      return index < list.getValue().size()
          ? Optional.of(list.getValue().get(index))
          : Optional.empty();
    }
    if (node instanceof MappingNode map) {
      return map.getValue().stream()
          .filter(
              entry -> entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(step))
          .map(NodeTuple::getValueNode)
          .findFirst();
    }
    return Optional.empty();
  }
}

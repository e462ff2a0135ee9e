package io.dromail.live;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the nodes of a YAML document without a question first of what they are. Stateless. */
final class Yaml {

  private Yaml() {}

  /** The entries of a mapping; none if it's something else. */
  static List<NodeTuple> entries(Node node) {
    return node instanceof MappingNode map ? map.getValue() : List.of();
  }

  /** The elements of a list; none if it's something else. */
  static List<Node> items(Node node) {
    return node instanceof SequenceNode list ? list.getValue() : List.of();
  }

  static String key(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
  }

  static Optional<Node> child(Node node, String key) {
    return entries(node).stream()
        .filter(entry -> key(entry).equals(key))
        .map(NodeTuple::getValueNode)
        .findFirst();
  }

  /** The text below a key, or null. */
  static String text(Node node, String key) {
    return child(node, key)
        .filter(ScalarNode.class::isInstance)
        .map(value -> ((ScalarNode) value).getValue())
        .orElse(null);
  }

  /** Whether a key is followed by nothing. */
  static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && List.of("", "~", "null").contains(scalar.getValue());
  }
}

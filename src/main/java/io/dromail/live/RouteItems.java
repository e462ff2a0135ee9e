package io.dromail.live;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Takes route files, which the schema has found in order, apart into their entries. */
final class RouteItems {

  private static final String EXTENSION = ".camel.yaml";

  private RouteItems() {}

  /** The entries of all route files of a set, in the order of the files. */
  static List<RouteItem> of(RouteSet set) {
    List<RouteItem> items = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : set.files().entrySet()) {
      if (file.getKey().startsWith(RouteSet.ROUTES) && file.getKey().endsWith(EXTENSION)) {
        String name = file.getKey().substring(RouteSet.ROUTES.length());
        items.addAll(of(name, new String(file.getValue(), StandardCharsets.UTF_8)));
      }
    }
    return items;
  }

  static List<RouteItem> of(String file, String text) {
    Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(text);
    List<RouteItem> items = new ArrayList<>();
    List<Node> entries = root.map(Yaml::items).orElse(List.of());
    int lines = (int) text.lines().count() + 1;
    for (int i = 0; i < entries.size(); i++) {
      int end = i + 1 < entries.size() ? line(entries.get(i + 1)) : lines + 1;
      for (NodeTuple tuple : Yaml.entries(entries.get(i))) {
        items.addAll(of(file, tuple, line(entries.get(i)), end));
      }
    }
    return items;
  }

  private static List<RouteItem> of(String file, NodeTuple entry, int line, int end) {
    String kind = Yaml.key(entry);
    if (kind.equals("beans")) {
      return beans(file, Yaml.items(entry.getValueNode()), line, end);
    }
    String id =
        kind.equals(RouteItem.TEMPLATED_ROUTE)
            ? value(entry.getValueNode(), "routeId")
            : value(entry.getValueNode(), "id");
    return List.of(item(file, kind, id, new Lines(line, line, end), entry.getValueNode()));
  }

  private static List<RouteItem> beans(String file, List<Node> beans, int entry, int end) {
    List<RouteItem> items = new ArrayList<>();
    for (int i = 0; i < beans.size(); i++) {
      int next = i + 1 < beans.size() ? line(beans.get(i + 1)) : end;
      Lines lines = new Lines(entry, line(beans.get(i)), next);
      items.add(item(file, RouteItem.BEAN, value(beans.get(i), "name"), lines, beans.get(i)));
    }
    return items;
  }

  private record Lines(int entry, int start, int end) {}

  private static RouteItem item(String file, String kind, String id, Lines lines, Node content) {
    StringBuilder written = new StringBuilder();
    Set<String> words = new TreeSet<>();
    write(content, written, words);
    return new RouteItem(
        file, kind, id, lines.entry(), lines.start(), lines.end(), written.toString(), words);
  }

  /**
   * The same for all ways to write the same: quotes, comments and the order of keys don't count.
   */
  private static void write(Node node, StringBuilder to, Set<String> words) {
    if (node instanceof AnchorNode anchor) {
      write(anchor.getRealNode(), to, words);
    } else if (node instanceof ScalarNode scalar) {
      to.append('"').append(scalar.getValue().replace("\"", "\\\"")).append('"');
      words.addAll(Arrays.asList(scalar.getValue().split("[^\\p{Alnum}._-]+")));
    } else if (node instanceof SequenceNode list) {
      to.append('[');
      list.getValue().forEach(child -> write(child, to.append(','), words));
      to.append(']');
    } else if (node instanceof MappingNode map) {
      to.append('{')
          .append(
              map.getValue().stream()
                  .map(tuple -> Yaml.key(tuple) + ":" + written(tuple, words))
                  .sorted()
                  .collect(Collectors.joining(",")))
          .append('}');
    }
  }

  private static String written(NodeTuple tuple, Set<String> words) {
    StringBuilder value = new StringBuilder();
    write(tuple.getValueNode(), value, words);
    return value.toString();
  }

  private static String value(Node map, String key) {
    return Objects.requireNonNullElse(Yaml.text(map, key), "");
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}

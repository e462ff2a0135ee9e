package io.dromail.failures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A YAML mapping that knows its lines, takes only keys that it was told, and says what is wrong in
 * one sentence. Not thread-safe.
 */
final class YamlMap {

  private final String file;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();

  private YamlMap(String file, Node node, String... keys) {
    this.file = file;
    this.line = line(node);
    if (!(node instanceof MappingNode map)) {
      throw new BadSchedule(file, line, "here must be " + known(keys) + ", each with a value.");
    }
    for (NodeTuple entry : map.getValue()) {
      String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      int where = line(entry.getKeyNode());
      if (!List.of(keys).contains(key)) {
        throw new BadSchedule(
            file, where, "'" + key + "' is not known here; known are " + known(keys) + ".");
      }
      if (values.put(key, entry.getValueNode()) != null) {
        throw new BadSchedule(
            file,
            where,
            key + " must be given once; it stands in line " + lines.get(key) + ", too.");
      }
      lines.put(key, where);
    }
  }

  /** The one mapping that a text is. */
  static YamlMap read(String file, String text, String... keys) {
    Optional<Node> root;
    try {
      root = new Compose(LoadSettings.builder().build()).composeString(text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw new BadSchedule(file, line, "this is not YAML: " + e.getProblem() + ".");
    } catch (YamlEngineException e) {
      throw new BadSchedule(
          file, 0, "this is not YAML: " + e.getMessage().lines().findFirst().orElse("") + ".");
    }
    return new YamlMap(
        file,
        root.orElseThrow(
            () -> new BadSchedule(file, 1, "the file is empty; it needs " + known(keys) + ".")),
        keys);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Where the key stands; without it, where the mapping begins. */
  int line(String key) {
    return lines.getOrDefault(key, line);
  }

  /** A value as it's written, or null without one. */
  String text(String key) {
    Node value = values.get(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
      throw wrong(key, "must be followed by one value in its line");
    }
    return scalar.getValue().strip();
  }

  /** A value that must look like that, or null without one. */
  String matching(String key, String regex, String wanted) {
    String text = text(key);
    if (text != null && !text.matches(regex)) {
      throw mustBe(key, wanted);
    }
    return text;
  }

  /** Values separated by commas, each of which must look like that. */
  List<String> words(String key, String regex, String wanted) {
    if (!has(key)) {
      return List.of();
    }
    List<String> words = List.of(text(key).split("\\s*,\\s*", -1));
    if (!words.stream().allMatch(word -> word.matches(regex))) {
      throw mustBe(key, wanted + ", several separated by commas");
    }
    return words;
  }

  /** The mappings in a list; empty without it. */
  List<YamlMap> list(String key, String... keys) {
    List<YamlMap> maps = new ArrayList<>();
    if (has(key)) {
      if (!(values.get(key) instanceof SequenceNode list)) {
        throw wrong(key, "must be a list, each entry with a dash");
      }
      list.getValue().forEach(node -> maps.add(new YamlMap(file, node, keys)));
    }
    return maps;
  }

  BadSchedule mustBe(String key, String wanted) {
    return wrong(key, "must be " + wanted + ", not '" + text(key) + "'");
  }

  BadSchedule missing(String key, String wanted) {
    return wrong(key, "is missing; it must be " + wanted);
  }

  BadSchedule wrong(String key, String words) {
    return new BadSchedule(file, line(key), key + " " + words + ".");
  }

  private static String known(String... keys) {
    return String.join(", ", keys);
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}

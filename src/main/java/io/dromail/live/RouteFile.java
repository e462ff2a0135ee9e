package io.dromail.live;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A route file as YAML that knows its lines, or what is wrong with it as YAML. Immutable.
 *
 * @param name as findings call it
 * @param root a list; null if there are faults
 * @param faults empty if it's a list without doubtful entries
 */
record RouteFile(String name, Node root, List<Finding> faults) {

  private static final String SUFFIX = ".camel.yaml";
  private static final String CONFLICT = "(<<<<<<<|>>>>>>>)( .*)?|=======";

  /** The route files of a folder by name; what editors leave there isn't one of them. */
  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).filter(RouteFile::isOne).sorted().toList();
    }
  }

  private static boolean isOne(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(SUFFIX) && !name.startsWith(".") && !name.startsWith("#");
  }

  static RouteFile read(Path file, String name) throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      return broken(new Finding(name, 1, "the file isn't UTF-8"));
    }
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches(CONFLICT)) {
        return broken(new Finding(name, i + 1, 1, "a merge conflict that isn't resolved"));
      }
    }
    try {
      return read(
          name, new Compose(LoadSettings.builder().build()).composeString(text).orElse(null));
    } catch (MarkedYamlEngineException e) {
      Place place = e.getProblemMark().map(mark -> Place.of(name, mark)).orElse(Place.start(name));
      return broken(place.finding("not YAML: " + problem(e)));
    } catch (ReaderException e) {
      int line = (int) text.substring(0, e.getPosition()).chars().filter(c -> c == '\n').count();
      return broken(new Finding(name, line + 1, "not YAML: a character that no text has"));
    } catch (YamlEngineException e) {
      return broken(new Finding(name, 1, "not YAML: " + e.getMessage().lines().findFirst().get()));
    }
  }

  private static RouteFile read(String name, Node root) {
    if (root == null || Yaml.isNothing(root)) {
      return broken(new Finding(name, 1, "the file is empty"));
    }
    if (!(root instanceof SequenceNode list)) {
      return broken(
          Place.of(name, root).finding("here must be a list: each route begins with a dash"));
    }
    if (list.getValue().isEmpty()) {
      return broken(new Finding(name, 1, "the file is empty"));
    }
    List<Finding> faults = new ArrayList<>();
    examine(name, root, Collections.newSetFromMap(new IdentityHashMap<>()), faults);
    return new RouteFile(name, root, faults);
  }

  /** Finds what the parser lets pass: a key twice, and an alias within itself. */
  private static void examine(String name, Node node, Set<Node> above, List<Finding> faults) {
    if (!above.add(node)) {
      faults.add(Place.of(name, node).finding("an alias of what it's in"));
      return;
    }
    Map<String, Place> keys = new HashMap<>();
    for (NodeTuple entry : Yaml.entries(node)) {
      Place place = Place.of(name, entry.getKeyNode());
      Place first = keys.putIfAbsent(Yaml.key(entry), place);
      if (first != null) {
        faults.add(
            place.finding(
                Yaml.key(entry) + " must be given once; it's in line " + first.line() + ", too"));
      }
      examine(name, entry.getValueNode(), above, faults);
    }
    Yaml.items(node).forEach(item -> examine(name, item, above, faults));
    above.remove(node);
  }

  private static String problem(MarkedYamlEngineException e) {
    String problem = String.valueOf(e.getProblem()).lines().findFirst().orElse("");
    return problem.contains("TAB") ? "a tab; YAML is indented with blanks" : problem;
  }

  private static RouteFile broken(Finding fault) {
    return new RouteFile(fault.file(), null, List.of(fault));
  }
}

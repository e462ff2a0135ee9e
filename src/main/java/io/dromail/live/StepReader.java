package io.dromail.live;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads a route or a bean, however deep its steps are, into the index. Not thread-safe. */
final class StepReader {

  /** Steps that take a URI in the place of a mapping. */
  private static final Set<String> SHORT = Set.of("from", "to", "toD", "wireTap", "poll");

  /** Keys below which names are somebody's own. */
  private static final Set<String> OWN = Set.of("parameters", "properties", "constructors");

  private static final Pattern BEAN = Pattern.compile("#bean:([\\w.-]+)");
  private static final Pattern SHORT_BEAN = Pattern.compile("#([A-Za-z][\\w-]*)");
  private static final Pattern IN_QUERY =
      Pattern.compile("[?&][\\w.-]+=#(?:bean:)?([\\w-]+)(?=&|$)");
  private static final Pattern IN_SIMPLE = Pattern.compile("\\$\\{(?:bean|ref):([A-Za-z][\\w-]*)");

  private final RouteIndex index;
  private final String file;

  StepReader(RouteIndex index, String file) {
    this.index = index;
    this.file = file;
  }

  void read(String key, Node node, String owner) {
    walk(key, node, owner, false);
  }

  private void walk(String key, Node node, String owner, boolean own) {
    if (node instanceof ScalarNode value) {
      Word word = new Word(Place.of(file, value), key, value.getValue(), owner);
      index.words.add(word);
      scalar(word, own);
    }
    Yaml.items(node).forEach(item -> walk(key, item, owner, own));
    if (node instanceof MappingNode map) {
      mapping(key, map, owner, own);
    }
  }

  private void mapping(String key, MappingNode map, String owner, boolean own) {
    for (NodeTuple entry : map.getValue()) {
      String name = Yaml.key(entry);
      Word word = new Word(Place.of(file, entry.getKeyNode()), name, name, owner);
      index.words.add(word);
      if (!own) {
        index.languages.add(word);
      }
      if (!own && Set.of("uri", "deadLetterUri").contains(name)) {
        uri(entry.getValueNode(), map, owner, key.equals("from"));
      }
      boolean names = entry.getValueNode() instanceof MappingNode && OWN.contains(name);
      walk(name, entry.getValueNode(), owner, own || names);
    }
  }

  private void scalar(Word word, boolean own) {
    if (!own && SHORT.contains(word.key())) {
      use(word, Map.of(), word.key().equals("from"));
    }
    if (!own && word.key().equals("ref")) {
      refer(word, word.text().replaceFirst("^#?bean:", ""));
    } else if (!word.key().matches("expression|constant")) {
      refer(word, BEAN.matcher(word.text()), false);
    }
    if (own) {
      refer(word, SHORT_BEAN.matcher(word.text()), false);
    }
    refer(word, IN_SIMPLE.matcher(word.text()), true);
  }

  private void uri(Node value, MappingNode map, String owner, boolean consumes) {
    if (value instanceof ScalarNode text) {
      Map<String, Word> parameters = new TreeMap<>();
      for (NodeTuple entry : Yaml.child(map, "parameters").map(Yaml::entries).orElse(List.of())) {
        if (entry.getValueNode() instanceof ScalarNode option) {
          String name = Yaml.key(entry);
          parameters.put(name, new Word(Place.of(file, option), name, option.getValue(), owner));
        }
      }
      Word word = new Word(Place.of(file, text), "uri", text.getValue(), owner);
      use(word, parameters, consumes);
    }
  }

  private void use(Word word, Map<String, Word> parameters, boolean consumes) {
    UriUse use = new UriUse(word, index.filled(word.text()), parameters, consumes);
    index.uris.add(use);
    refer(word, IN_QUERY.matcher(word.text()), true);
    if (use.scheme().equals("bean")) {
      refer(word, use.path());
    }
  }

  private void refer(Word word, Matcher found, boolean anywhere) {
    if (anywhere) {
      found.results().forEach(match -> refer(word, match.group(1)));
    } else if (found.matches()) {
      refer(word, found.group(1));
    }
  }

  /** Names with a dot in them are classes; names with a brace are known when a mail comes. */
  private void refer(Word word, String bean) {
    if (bean.matches("[\\w-]+")) {
      index.references.add(new Word(word.place(), "ref", bean, word.owner()));
    }
  }
}

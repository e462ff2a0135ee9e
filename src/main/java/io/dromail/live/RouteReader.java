package io.dromail.live;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what begins with a dash at the left of a route file into the index. Not thread-safe. */
final class RouteReader {

  private final RouteIndex index;
  private final String file;
  private final StepReader steps;

  RouteReader(RouteIndex index, String file) {
    this.index = index;
    this.file = file;
    this.steps = new StepReader(index, file);
  }

  void read(Node root) {
    for (Node item : Yaml.items(root)) {
      for (NodeTuple entry : Yaml.entries(item)) {
        read(Yaml.key(entry), entry.getKeyNode(), entry.getValueNode());
      }
    }
  }

  private void read(String kind, Node key, Node value) {
    String id = kind.equals("templatedRoute") ? "routeId" : "id";
    Node at = Yaml.child(value, id).orElse(key);
    String name = Yaml.text(value, id);
    if (!kind.equals("beans")) {
      index.entries.add(new RouteIndex.Entry(kind, name, Place.of(file, at)));
    }
    switch (kind) {
      case "beans" -> Yaml.items(value).forEach(this::bean);
      case "routeTemplate" -> template(name, value);
      case "templatedRoute" -> made(name, Place.of(file, at), value);
      case "routeConfiguration" -> index.configurations.add(String.valueOf(name));
      default -> steps.read(kind, value, name);
    }
    if (Set.of("routeTemplate", "templatedRoute", "routeConfiguration").contains(kind)) {
      steps.read(kind, value, name);
    }
  }

  private void bean(Node bean) {
    String name = Yaml.text(bean, "name");
    Node at = Yaml.child(bean, "name").orElse(bean);
    index.beans.add(
        new RouteIndex.Bean(String.valueOf(name), Yaml.text(bean, "type"), Place.of(file, at)));
    steps.read("bean", bean, name);
  }

  private void template(String name, Node template) {
    Set<String> all = new TreeSet<>();
    Set<String> mandatory = new TreeSet<>();
    for (Node parameter : items(template, "parameters")) {
      String parameterName = String.valueOf(Yaml.text(parameter, "name"));
      all.add(parameterName);
      if (Yaml.child(parameter, "defaultValue").isEmpty()
          && !"false".equals(Yaml.text(parameter, "required"))) {
        mandatory.add(parameterName);
      }
    }
    items(template, "beans").forEach(this::bean);
    index.templates.put(String.valueOf(name), new RouteIndex.Template(all, mandatory));
  }

  private void made(String id, Place place, Node route) {
    Map<String, Word> parameters = new TreeMap<>();
    for (Node parameter : items(route, "parameters")) {
      String name = String.valueOf(Yaml.text(parameter, "name"));
      if (Yaml.child(parameter, "value").orElse(null) instanceof ScalarNode value) {
        parameters.put(name, new Word(Place.of(file, value), name, value.getValue(), id));
      }
    }
    index.made.add(
        new RouteIndex.Made(Yaml.text(route, "routeTemplateRef"), id, place, parameters));
  }

  private static Iterable<Node> items(Node node, String key) {
    return Yaml.child(node, key).map(Yaml::items).orElse(java.util.List.of());
  }
}

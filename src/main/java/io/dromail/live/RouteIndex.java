package io.dromail.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is in the route files, and where. Filled by {@link RouteReader}; not thread-safe then. */
final class RouteIndex {

  private final Map<String, String> settings;
  final List<Entry> entries = new ArrayList<>();
  final List<Made> made = new ArrayList<>();
  final Map<String, Template> templates = new HashMap<>();
  final Set<String> configurations = new HashSet<>();
  final List<UriUse> uris = new ArrayList<>();
  final List<Bean> beans = new ArrayList<>();
  final List<Word> references = new ArrayList<>();
  final List<Word> languages = new ArrayList<>();
  final List<Word> words = new ArrayList<>();

  /**
   * Of nothing yet.
   *
   * @param settings that placeholders stand for
   */
  RouteIndex(Map<String, String> settings) {
    this.settings = settings;
  }

  /** Whatever begins with a dash at the left. The id is null if it has none. */
  record Entry(String kind, String id, Place place) {}

  /** A bean; the type is null if a script makes it. */
  record Bean(String name, String type, Place place) {}

  /** A route template: all that its routes may say, and what they must. */
  record Template(Set<String> parameters, Set<String> mandatory) {}

  /** A route made from a template, a lane for instance. */
  record Made(String template, String id, Place place, Map<String, Word> parameters) {

    String name() {
      return id == null ? "this" : id;
    }

    /** A text of the template with the route's own values in it. */
    String fill(String text) {
      String filled = text;
      for (Map.Entry<String, Word> parameter : parameters.entrySet()) {
        filled = filled.replace("{{" + parameter.getKey() + "}}", parameter.getValue().text());
      }
      return filled;
    }
  }

  /** A text with the settings in it that it names; others stay as they are. */
  String filled(String text) {
    String filled = text;
    for (int at = filled.indexOf("{{"); at >= 0; at = filled.indexOf("{{", at + 1)) {
      int end = filled.indexOf("}}", at);
      String value = end < 0 ? null : settings.get(filled.substring(at + 2, end));
      if (value != null) {
        filled = filled.substring(0, at) + value + filled.substring(end + 2);
      }
    }
    return filled;
  }

  Map<String, String> settings() {
    return settings;
  }

  /** The names of all beans, those of the settings too. */
  Set<String> beanNames() {
    Set<String> names = new TreeSet<>();
    beans.forEach(bean -> names.add(bean.name()));
    settings.keySet().stream()
        .filter(key -> key.startsWith("camel.beans."))
        .forEach(key -> names.add(key.split("[.\\[]")[2]));
    return names;
  }

  /** The beans of a type. */
  Set<String> beansOf(String type) {
    Set<String> names = new TreeSet<>();
    beans.stream().filter(bean -> type.equals(bean.type())).forEach(bean -> names.add(bean.name()));
    return names;
  }

  /** The routes made from the template of the lanes, by the name of the lane. */
  Map<String, Made> lanes() {
    Map<String, Made> lanes = new TreeMap<>();
    for (Made route : made) {
      if ("lane".equals(route.template()) && route.parameters().containsKey("lane")) {
        lanes.putIfAbsent(filled(route.parameters().get("lane").text()), route);
      }
    }
    return lanes;
  }

  /** A text of a route: of one made from a template, with the route's own values in it. */
  record Instance(String text, String owner, Place place) {}

  /** A text as each route has it that is made from the template in which the text is. */
  List<Instance> instances(UriUse use, String text) {
    if (!isTemplate(use.uri().owner())) {
      return List.of(new Instance(text, use.uri().owner(), use.uri().place()));
    }
    return made.stream()
        .filter(route -> use.uri().owner().equals(route.template()))
        .map(route -> new Instance(filled(route.fill(text)), route.name(), route.place()))
        .toList();
  }

  boolean isTemplate(String owner) {
    return owner != null && templates.containsKey(owner);
  }

  /** Where a route, a bean or whatever has an id begins. */
  Optional<Place> placeOf(String id) {
    return Stream.of(
            entries.stream().filter(entry -> id.equals(entry.id())).map(Entry::place),
            beans.stream().filter(bean -> id.equals(bean.name())).map(Bean::place),
            lanes().entrySet().stream()
                .filter(lane -> id.equals(lane.getKey()))
                .map(lane -> lane.getValue().place()))
        .flatMap(places -> places)
        .findFirst();
  }
}

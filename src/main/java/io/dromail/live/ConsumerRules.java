package io.dromail.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Each direct: needs one route that serves it; a door and a queue have one route. Stateless. */
final class ConsumerRules implements RouteRule {

  @Override
  public void judge(RouteIndex index, Consumer<Finding> findings) {
    Map<String, RouteIndex.Instance> served = new TreeMap<>();
    Map<String, List<Door>> doors = new HashMap<>();
    List<UriUse> consumers = new ArrayList<>(index.uris);
    consumers.removeIf(use -> !use.consumes());
    // Those of templates first, so that who takes a lane's queue away hears of it.
    consumers.sort(Comparator.comparing(use -> !index.isTemplate(use.uri().owner())));
    for (UriUse use : consumers) {
      for (RouteIndex.Instance taken : consumed(index, use)) {
        RouteIndex.Instance first = served.putIfAbsent(taken.text(), taken);
        if (first != null && !"lane".equals(use.uri().owner())) {
          findings.accept(twice(taken, first));
        }
      }
      if (use.scheme().equals("platform-http")) {
        door(use, doors, findings);
      }
    }
    for (UriUse use : index.uris) {
      if (!use.consumes() && use.scheme().equals("direct")) {
        unserved(index, use, served.keySet(), findings);
      }
    }
  }

  private static void unserved(
      RouteIndex index, UriUse use, Set<String> served, Consumer<Finding> findings) {
    for (RouteIndex.Instance called : index.instances(use, "direct:" + use.path())) {
      String what = called.text();
      if (UriUse.isFixed(what) && !served.contains(what)) {
        findings.accept(use.finding("no route serves " + what + Spelling.meant(what, served)));
      }
    }
  }

  /** What only one route may consume: direct:, and the queues of the gateway. */
  private static List<RouteIndex.Instance> consumed(RouteIndex index, UriUse use) {
    if (Set.of("direct", "seda").contains(use.scheme())) {
      return index.instances(use, use.scheme() + ":" + use.path());
    }
    String queues = use.option("queues");
    if (!use.scheme().equals("spring-rabbitmq") || queues == null) {
      return List.of();
    }
    List<RouteIndex.Instance> consumed = new ArrayList<>();
    for (RouteIndex.Instance each : index.instances(use, index.filled(queues))) {
      for (String queue : each.text().split("\\s*,\\s*")) {
        if (queue.startsWith("mail")) {
          consumed.add(new RouteIndex.Instance("queue " + queue, each.owner(), each.place()));
        }
      }
    }
    return consumed;
  }

  private static void door(UriUse use, Map<String, List<Door>> doors, Consumer<Finding> findings) {
    String restricted = use.option("httpMethodRestrict");
    Door door = new Door(use, restricted == null ? List.of() : List.of(restricted.split(",")));
    List<Door> same =
        doors.computeIfAbsent(use.path().replaceAll("\\{[^}]*}", "{}"), path -> new ArrayList<>());
    same.stream()
        .filter(door::meets)
        .findFirst()
        .ifPresent(first -> findings.accept(twice(door.instance(), first.instance())));
    same.add(door);
  }

  private static Finding twice(RouteIndex.Instance taken, RouteIndex.Instance first) {
    return taken
        .place()
        .finding(
            "another route takes "
                + taken.text()
                + ", too: "
                + first.owner()
                + " in "
                + first.place().file()
                + ":"
                + first.place().line());
  }

  private record Door(UriUse use, List<String> methods) {

    RouteIndex.Instance instance() {
      return new RouteIndex.Instance(
          "platform-http:/" + use.path().replaceFirst("^/", ""),
          use.uri().owner(),
          use.uri().place());
    }

    boolean meets(Door other) {
      return methods.isEmpty()
          || other.methods.isEmpty()
          || methods.stream().anyMatch(other.methods::contains);
    }
  }
}

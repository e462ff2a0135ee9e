package io.dromail.live;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to be done for the running routes to become those of another set.
 *
 * @param routes the ids of all that don't stay as they are: new, otherwise or no more
 * @param models the ids of templates and configurations that are new, otherwise or no more
 * @param items the entries that are read for it
 * @param beansGone the names of beans that are no more
 */
record Difference(
    Set<String> routes, Set<String> models, List<RouteItem> items, Set<String> beansGone) {

  static Difference between(Inventory before, Inventory after) {
    Map<String, String> old = before.routes();
    Map<String, String> now = after.routes();
    Set<String> made = new TreeSet<>(now.keySet());
    made.removeIf(id -> now.get(id).equals(old.get(id)));
    Set<String> routes = new TreeSet<>(old.keySet());
    routes.removeAll(now.keySet());
    routes.addAll(made);
    Set<String> beansGone = new TreeSet<>();
    before.items().stream()
        .filter(item -> item.kind().equals(RouteItem.BEAN))
        .filter(item -> after.find(RouteItem.BEAN, item.id()).isEmpty())
        .forEach(item -> beansGone.add(item.id()));
    return new Difference(routes, models(before, after), read(before, after, made), beansGone);
  }

  private static Set<String> models(Inventory before, Inventory after) {
    Set<String> models = new TreeSet<>();
    for (String kind : List.of(RouteItem.TEMPLATE, RouteItem.CONFIGURATION)) {
      after.otherwiseThan(before, kind).forEach(item -> models.add(item.id()));
      before.otherwiseThan(after, kind).forEach(item -> models.add(item.id()));
    }
    return models;
  }

  private static List<RouteItem> read(Inventory before, Inventory after, Set<String> made) {
    List<RouteItem> read = new ArrayList<>();
    Set<String> files = new HashSet<>();
    after.items().stream()
        .filter(item -> item.makesRoute() && made.contains(item.id()))
        .forEach(
            route -> {
              read.add(route);
              files.add(route.file());
            });
    after.items().stream()
        .filter(item -> item.isForWholeFile() && files.contains(item.file()))
        .forEach(read::add);
    for (String kind : List.of(RouteItem.TEMPLATE, RouteItem.CONFIGURATION, RouteItem.BEAN)) {
      read.addAll(after.otherwiseThan(before, kind));
    }
    return read;
  }
}

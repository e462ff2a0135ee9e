package io.dromail.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a set of routes consists of, and what each route depends on. Immutable.
 *
 * @param items all entries of all route files
 * @param properties what placeholders stand for
 */
record Inventory(List<RouteItem> items, Map<String, String> properties) {

  /** All that decides what becomes of each route, by the route's id. */
  Map<String, String> routes() {
    Map<String, String> routes = new TreeMap<>();
    items.stream()
        .filter(RouteItem::makesRoute)
        .forEach(route -> routes.put(route.id(), whole(route)));
    return routes;
  }

  /** All that decides what becomes of an entry: itself, and what it names, as far as that goes. */
  String whole(RouteItem item) {
    StringBuilder whole = new StringBuilder();
    Set<RouteItem> seen = new HashSet<>();
    Deque<RouteItem> open = new ArrayDeque<>(List.of(item));
    if (item.makesRoute()) {
      items.stream().filter(other -> appliesTo(other, item)).forEach(open::add);
    }
    while (!open.isEmpty()) {
      RouteItem next = open.poll();
      if (seen.add(next)) {
        whole.append(next.kind()).append(next.id()).append(next.content()).append('\n');
        for (String word : next.words()) {
          Optional.ofNullable(properties.get(word))
              .ifPresent(value -> whole.append(word).append('=').append(value).append('\n'));
        }
        items.stream()
            .filter(other -> isNamed(other) && next.words().contains(other.id()))
            .forEach(open::add);
      }
    }
    return whole.toString();
  }

  /** The entries of a kind that the other has otherwise, or not at all. */
  List<RouteItem> otherwiseThan(Inventory other, String kind) {
    return items.stream()
        .filter(item -> item.kind().equals(kind))
        .filter(
            item ->
                other
                    .find(kind, item.id())
                    .filter(theirs -> other.whole(theirs).equals(whole(item)))
                    .isEmpty())
        .toList();
  }

  Optional<RouteItem> find(String kind, String id) {
    return items.stream()
        .filter(item -> item.kind().equals(kind) && item.id().equals(id))
        .findAny();
  }

  private static boolean appliesTo(RouteItem other, RouteItem route) {
    boolean everywhere = other.kind().equals(RouteItem.CONFIGURATION) && other.id().isEmpty();
    return everywhere || (other.isForWholeFile() && other.file().equals(route.file()));
  }

  /** Whether others are made of it, and anew when it changes. */
  private static boolean isNamed(RouteItem item) {
    return item.kind().equals(RouteItem.TEMPLATE)
        || item.kind().equals(RouteItem.CONFIGURATION)
        || (item.kind().equals(RouteItem.BEAN) && !item.isValue() && !item.isForLife());
  }
}

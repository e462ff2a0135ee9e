package io.dromail.live;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can't change while the gateway runs: beans with a life of their own, and the settings that
 * they or the gateway itself are made with.
 */
final class AtStartOnly {

  private static final String AT_START =
      " is read at the start of the gateway and can't change before the next one: restart, or take"
          + " this back";

  private AtStartOnly() {}

  /**
   * The changes of that kind.
   *
   * @param folder with the settings of the set after
   */
  static List<Finding> among(Inventory before, Inventory after, Path folder) {
    List<Finding> findings = new ArrayList<>();
    before.items().stream()
        .filter(RouteItem::isForLife)
        .filter(bean -> after.find(RouteItem.BEAN, bean.id()).isEmpty())
        .forEach(bean -> findings.add(bean(bean)));
    for (RouteItem bean : after.items()) {
      before
          .find(RouteItem.BEAN, bean.id())
          .filter(old -> bean.kind().equals(RouteItem.BEAN))
          .filter(old -> old.isForLife() || bean.isForLife())
          .filter(old -> !old.content().equals(bean.content()))
          .ifPresent(old -> findings.add(bean(bean)));
    }
    findings.addAll(settings(before, after, folder));
    return findings;
  }

  private static Finding bean(RouteItem bean) {
    return new Finding(RouteSet.ROUTES + bean.file(), bean.line(), "bean " + bean.id() + AT_START);
  }

  private static List<Finding> settings(Inventory before, Inventory after, Path folder) {
    Set<String> changed = new TreeSet<>(after.properties().keySet());
    changed.addAll(before.properties().keySet());
    changed.removeIf(
        name -> Objects.equals(before.properties().get(name), after.properties().get(name)));
    changed.removeIf(name -> isOnlyForRoutes(name, after));
    SettingPlace place = new SettingPlace(folder, file -> file.getFileName().toString());
    return changed.stream().map(name -> place.finding(name + AT_START)).toList();
  }

  /** Others than routes and values, such as the gateway itself, don't read it a second time. */
  private static boolean isOnlyForRoutes(String property, Inventory inventory) {
    List<RouteItem> users =
        inventory.items().stream().filter(item -> item.words().contains(property)).toList();
    return !users.isEmpty() && users.stream().noneMatch(RouteItem::isForLife);
  }
}

package io.dromail.live;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Routes need an id each, their own; and there is what a gateway that runs can't take. Stateless.
 */
final class EntryRules implements RouteRule {

  private static final Set<String> ROUTES =
      Set.of("route", "from", "templatedRoute", "routeTemplate");
  private static final List<String> REST = List.of("rest", "restConfiguration");

  @Override
  public void judge(RouteIndex index, Consumer<Finding> findings) {
    Map<String, Place> ids = new HashMap<>();
    for (RouteIndex.Entry entry : index.entries) {
      if (REST.contains(entry.kind())) {
        findings.accept(
            entry
                .place()
                .finding(
                    entry.kind()
                        + " isn't taken here: write a route from platform-http:, as the shipped"
                        + " doors are"));
      } else if (ROUTES.contains(entry.kind())) {
        route(entry, ids, findings);
      }
    }
    Map<String, Place> beans = new HashMap<>();
    for (RouteIndex.Bean bean : index.beans) {
      Place first = beans.putIfAbsent(bean.name(), bean.place());
      twice("bean " + bean.name(), bean.place(), first, findings);
    }
  }

  private static void route(
      RouteIndex.Entry entry, Map<String, Place> ids, Consumer<Finding> findings) {
    if (entry.id() == null) {
      String wanted =
          entry.kind().equals("from")
              ? "a route needs an id: write route: with id: and from: in it"
              : entry.kind().equals("templatedRoute")
                  ? "a route needs an id: routeId"
                  : "a route needs an id";
      findings.accept(entry.place().finding(wanted));
    } else {
      Place first = ids.putIfAbsent(entry.id(), entry.place());
      twice("route " + entry.id(), entry.place(), first, findings);
    }
  }

  private static void twice(String what, Place place, Place first, Consumer<Finding> findings) {
    if (first != null) {
      findings.accept(
          place.finding("there is another " + what + " in " + first.file() + ":" + first.line()));
    }
  }
}

package io.dromail.live;

import io.dromail.live.LiveContext.Taken;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange of routes for others: {@link #make}, then {@link #begin}, then {@link #end}; or
 * {@link #back} at any moment before the end. For one thread.
 */
final class Swap {

  private static final Logger LOG = LoggerFactory.getLogger(Swap.class);

  private final LiveContext context;
  private final Draining draining;
  private final List<RouteDefinition> routesBefore;
  private final List<RouteTemplateDefinition> templatesBefore;
  private final List<RouteConfigurationDefinition> configurationsBefore;
  private final List<RouteService> made = new ArrayList<>();
  private final Map<String, RouteService> old = new LinkedHashMap<>();
  private final Deque<Runnable> undo = new ArrayDeque<>();

  Swap(LiveContext context, Draining draining) {
    this.context = context;
    this.draining = draining;
    routesBefore = List.copyOf(context.getRouteDefinitions());
    templatesBefore = List.copyOf(context.getRouteTemplateDefinitions());
    configurationsBefore = List.copyOf(context.getRouteConfigurationDefinitions());
  }

  /**
   * Makes the new routes beside the old ones, which go on.
   *
   * @param routes the ids of those that change or go
   * @param models the ids of templates and configurations that change or go
   * @param resources the new ones
   */
  void make(Set<String> routes, Set<String> models, Collection<Resource> resources)
      throws Exception {
    List<Taken> out = new ArrayList<>();
    for (String id : routes) {
      Taken taken = context.take(id);
      if (taken != null) {
        out.add(taken);
        old.put(id, taken.service());
      }
    }
    synchronized (monitor()) {
      context.getRouteDefinitions().removeIf(route -> routes.contains(route.getId()));
    }
    context.getRouteTemplateDefinitions().removeIf(each -> models.contains(each.getId()));
    context.getRouteConfigurationDefinitions().removeIf(each -> models.contains(each.getId()));
    try {
      context.make(resources, made);
    } finally {
      out.forEach(context::putBack);
    }
  }

  /** Lets the new routes take over, those that others call first, each in one move. */
  void begin() throws Exception {
    List<RouteService> order = new ArrayList<>(made);
    order.sort((a, b) -> Boolean.compare(isDoor(a), isDoor(b)));
    for (RouteService route : order) {
      replace(old.get(route.getId()), route);
    }
    for (Map.Entry<String, RouteService> route : old.entrySet()) {
      if (made.stream().noneMatch(each -> each.getId().equals(route.getKey()))) {
        replace(route.getValue(), null);
      }
    }
  }

  private void replace(RouteService before, RouteService after) throws Exception {
    boolean overlap = after != null && Retired.isHttp(after.getInput());
    boolean took = before != null && before.getStatus().isStarted();
    if (after != null) {
      draining.free(after.getRoute().getEndpoint());
    }
    // What others call stays until they have finished with it, unless there is a new one.
    boolean called = after == null && before.getInput() instanceof DirectConsumer;
    if (took && !overlap && !called) {
      undo.push(() -> Retired.resume(before));
      Retired.drain(before);
    }
    if (before != null) {
      Taken taken = context.take(before.getId());
      undo.push(() -> context.putBack(taken));
    }
    if (after != null && (before == null || took || !before.isAutoStartup())) {
      undo.push(() -> withdraw(after));
      context.begin(after);
    } else if (after != null) {
      // An operator has stopped the old one.
      undo.push(() -> withdraw(after));
      context.putBack(new Taken(after, null));
    }
    if (took && overlap) {
      undo.push(() -> Retired.resume(before));
      Retired.drain(before);
    }
  }

  private static boolean isDoor(RouteService route) {
    return !(route.getInput() instanceof DirectConsumer);
  }

  private void withdraw(RouteService route) {
    Retired.drain(route);
    context.take(route.getId());
  }

  /** Leaves the old routes to themselves. */
  void end() {
    old.values().forEach(draining::add);
  }

  /** Everything is as it was. */
  void back() {
    while (!undo.isEmpty()) {
      Runnable step = undo.pop();
      try {
        step.run();
      } catch (RuntimeException e) {
        LOG.error("A step back failed; the gateway should be started anew", e);
      }
    }
    synchronized (monitor()) {
      restore(context.getRouteDefinitions(), routesBefore);
    }
    restore(context.getRouteTemplateDefinitions(), templatesBefore);
    restore(context.getRouteConfigurationDefinitions(), configurationsBefore);
    for (RouteService route : made) {
      context.getCamelContextExtension().removeRoute(route.getRoute());
      draining.add(route);
    }
  }

  /** Under which Camel and others read the definitions of routes. */
  private Model monitor() {
    return context.getCamelContextExtension().getContextPlugin(Model.class);
  }

  private static <T> void restore(List<T> model, List<T> before) {
    model.clear();
    model.addAll(before);
  }
}

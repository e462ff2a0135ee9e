package io.dromail.console;

import io.dromail.mail.Throughput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/**
 * The routes that run, each with what it takes from and hands on to, which a picture can be drawn
 * from. Thread-safe; called by the route {@code routes-state}.
 */
public final class RouteMap implements CamelContextAware {

  private CamelContext context;

  /** The contract's {@code Routes}. */
  public Map<String, Object> now() {
    List<Map<String, Object>> routes = new ArrayList<>();
    for (RouteDefinition definition : definitions()) {
      Route route = context.getRoute(definition.getRouteId());
      if (route != null) {
        routes.add(route(route, definition));
      }
    }
    routes.sort(Comparator.comparing(route -> route.get("id").toString()));
    return Map.of("data", routes);
  }

  /**
   * A copy, since an edit changes the list under the same monitor. It's taken before the routes are
   * looked up: while an edit makes one, there is none of its id.
   */
  private List<RouteDefinition> definitions() {
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    synchronized (model) {
      return List.copyOf(model.getRouteDefinitions());
    }
  }

  private Map<String, Object> route(Route route, RouteDefinition definition) {
    List<ProcessorDefinition<?>> steps = definition.getOutputs();
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("id", route.getRouteId());
    one.put("description", definition.getDescriptionText());
    one.put("file", file(route));
    one.put("state", String.valueOf(context.getRouteController().getRouteStatus(route.getId())));
    one.put("from", RouteAddress.from(route.getEndpoint().getEndpointUri()));
    one.put("to", addresses(steps.stream().filter(step -> !isOnException(step)).toList()));
    one.put("on_failure", addresses(steps.stream().filter(RouteMap::isOnException).toList()));
    throughput(route).ifPresent(count -> count(count, one));
    one.values().removeIf(value -> value == null);
    return one;
  }

  private static Optional<Throughput> throughput(Route route) {
    return route.getRoutePolicyList().stream()
        .filter(Throughput.class::isInstance)
        .map(Throughput.class::cast)
        .findFirst();
  }

  private static void count(Throughput throughput, Map<String, Object> one) {
    one.put("in_work", throughput.inWork());
    one.put("done", throughput.done());
  }

  /** Camel puts those of the route's configuration among its steps. */
  private static boolean isOnException(ProcessorDefinition<?> step) {
    return step instanceof OnExceptionDefinition;
  }

  private static List<String> addresses(List<ProcessorDefinition<?>> steps) {
    return uris(steps).stream().map(RouteAddress::to).distinct().toList();
  }

  private static List<String> uris(List<? extends ProcessorDefinition<?>> steps) {
    Set<String> uris = new LinkedHashSet<>();
    for (ProcessorDefinition<?> step : steps) {
      if (step instanceof SendDefinition<?> send) {
        uris.add(send.getEndpointUri());
      } else if (step instanceof ToDynamicDefinition dynamic) {
        uris.add(dynamic.getUri());
      }
      uris.addAll(uris(step.getOutputs()));
    }
    return List.copyOf(uris);
  }

  private static String file(Route route) {
    String location = route.getSourceLocationShort();
    return location == null ? null : location.replaceFirst(":\\d+$", "");
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    context = camelContext;
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }
}

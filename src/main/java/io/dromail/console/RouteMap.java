package io.dromail.console;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;

/**
 * The routes that run, each with what it takes from and hands on to, which a picture can be drawn
 * from. Thread-safe; called by the route {@code routes-state}.
 */
public final class RouteMap implements CamelContextAware {

  private static final String COUNTER = "micrometer:counter:";

  private final MeterRegistry meters;
  private CamelContext context;

  /** With the registry that the routes count in. */
  public RouteMap(MeterRegistry meters) {
    this.meters = meters;
  }

  /** The contract's {@code Routes}. */
  public Map<String, Object> now() {
    ModelCamelContext model = (ModelCamelContext) context;
    List<Map<String, Object>> routes = new ArrayList<>();
    for (Route route : List.copyOf(context.getRoutes())) {
      RouteDefinition definition = model.getRouteDefinition(route.getRouteId());
      if (definition != null) {
        routes.add(route(route, definition));
      }
    }
    routes.sort(Comparator.comparing(route -> route.get("id").toString()));
    return Map.of("data", routes);
  }

  private Map<String, Object> route(Route route, RouteDefinition definition) {
    List<ProcessorDefinition<?>> steps = definition.getOutputs();
    List<String> uris = uris(steps.stream().filter(step -> !isOnException(step)).toList());
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("id", route.getRouteId());
    one.put("description", definition.getDescriptionText());
    one.put("file", file(route));
    one.put("state", String.valueOf(context.getRouteController().getRouteStatus(route.getId())));
    one.put("from", RouteAddress.from(route.getEndpoint().getEndpointUri()));
    one.put("to", addresses(uris));
    one.put("on_failure", onFailure(definition));
    one.put("in_work", context.getInflightRepository().size(route.getRouteId()));
    one.put("counts", counts(uris));
    one.values().removeIf(value -> value == null);
    return one;
  }

  /** Nothing of a route that leaves its failures to the one that called it. */
  private static List<String> onFailure(RouteDefinition route) {
    return route.getErrorHandlerFactory() instanceof NoErrorHandlerDefinition
        ? List.of()
        : addresses(uris(route.getOutputs().stream().filter(RouteMap::isOnException).toList()));
  }

  /** Camel puts those of the route's configuration among its steps. */
  private static boolean isOnException(ProcessorDefinition<?> step) {
    return step instanceof OnExceptionDefinition;
  }

  private static List<String> addresses(List<String> uris) {
    return uris.stream().map(RouteAddress::to).distinct().toList();
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

  /** What the route counts by itself, of all labels together. */
  private Map<String, Double> counts(List<String> uris) {
    Map<String, Double> counts = new TreeMap<>();
    for (String uri : uris) {
      if (uri.startsWith(COUNTER)) {
        String name = uri.substring(COUNTER.length()).replaceFirst("[?].*", "");
        Collection<Counter> counters = meters.find(name).counters();
        counts.put(name, counters.stream().mapToDouble(Counter::count).sum());
      }
    }
    return counts;
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

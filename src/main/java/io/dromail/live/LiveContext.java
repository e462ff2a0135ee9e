package io.dromail.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.impl.engine.DefaultFactoryFinder;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RouteStartupOrder;
import org.apache.camel.support.PluginHelper;

/**
 * The gateway's Camel context, in which a route can be made beside the one that it replaces. Camel
 * itself stops the old one first, and has none if the new one can't be made. Its own methods are
 * for one thread at a time.
 */
public final class LiveContext extends DefaultCamelContext {

  /** Which class a name stands for is the same for all contexts, and slow to look up in jars. */
  private static final Map<String, FactoryFinder> FINDERS = new ConcurrentHashMap<>();

  private Thread maker;
  private List<RouteService> made;

  /** A context that Camel's Main fills and starts. */
  public LiveContext() {
    super(false);
    getRoutePolicyFactories().add((context, id, definition) -> new WorkCount());
  }

  @Override
  protected FactoryFinder createFactoryFinder(String path) {
    return FINDERS.computeIfAbsent(
        path, any -> new DefaultFactoryFinder(new DefaultClassResolver(), any));
  }

  /**
   * Makes routes, up to their consumers, which don't begin yet. The model must have none of the
   * same ids.
   *
   * @param into takes the routes, also those made before a failure
   */
  void make(Collection<Resource> resources, List<RouteService> into) throws Exception {
    made = into;
    maker = Thread.currentThread();
    try {
      PluginHelper.getRoutesLoader(this).loadRoutes(resources);
    } finally {
      maker = null;
      made = null;
    }
  }

  @Override
  public void startRouteService(RouteService service, boolean addingRoutes) throws Exception {
    if (Thread.currentThread() == maker) {
      made.add(service);
      service.setUp();
      service.warmUp();
    } else {
      super.startRouteService(service, addingRoutes);
    }
  }

  /** Lets a route that {@link #make} made begin, or one that was taken out begin again. */
  void begin(RouteService service) throws FailedToStartRouteException {
    try {
      super.startRouteService(service, true);
    } catch (FailedToStartRouteException e) {
      throw e;
    } catch (Exception e) {
      throw new FailedToStartRouteException(service.getId(), e.getMessage(), e);
    }
  }

  /** Takes a route out of Camel's books; it goes on with all that it does. */
  Taken take(String id) {
    getLock().lock();
    try {
      RouteService service = getRouteServices().remove(id);
      if (service == null) {
        return null;
      }
      getCamelContextExtension().removeRoute(service.getRoute());
      List<RouteStartupOrder> orders = getCamelContextExtension().getRouteStartupOrder();
      RouteStartupOrder order =
          orders.stream()
              .filter(each -> each.getRoute() == service.getRoute())
              .findFirst()
              .orElse(null);
      orders.remove(order);
      return new Taken(service, order);
    } finally {
      getLock().unlock();
    }
  }

  /** Enters a route into the books again. */
  void putBack(Taken route) {
    getLock().lock();
    try {
      getRouteServices().put(route.service().getId(), route.service());
      getCamelContextExtension().removeRoute(route.service().getRoute());
      getCamelContextExtension().addRoute(route.service().getRoute());
      if (route.order() != null) {
        getCamelContextExtension().getRouteStartupOrder().add(route.order());
      }
    } finally {
      getLock().unlock();
    }
  }

  /** Stops those endpoints that no route in the books uses, nor any of the others. */
  void forget(Set<Endpoint> endpoints, Collection<RouteService> others) throws Exception {
    Set<Endpoint> used =
        new ArrayList<>(getRouteServices().values())
            .stream()
                .flatMap(service -> service.gatherEndpoints().stream())
                .collect(Collectors.toSet());
    others.forEach(service -> used.addAll(service.gatherEndpoints()));
    for (Endpoint endpoint : endpoints) {
      if (!used.contains(endpoint)) {
        removeEndpoint(endpoint);
      }
    }
  }

  /**
   * A route that was taken out of the books.
   *
   * @param order when it is stopped with the context; null if it never began
   */
  record Taken(RouteService service, RouteStartupOrder order) {}
}

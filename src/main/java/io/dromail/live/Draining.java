package io.dromail.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.engine.RouteService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes that were replaced and still finish what they had in work. Thread-safe. */
final class Draining implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Draining.class);

  /** A caller that has looked a route up may be about to enter it. */
  private static final Duration AT_LEAST = Duration.ofSeconds(3);

  private static final long LOOK_MS = 500;

  private final LiveContext context;
  private final List<Retired> routes = new ArrayList<>();
  private final ScheduledExecutorService looker =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "dromail-draining");
            thread.setDaemon(true);
            return thread;
          });

  Draining(LiveContext context) {
    this.context = context;
    looker.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
  }

  synchronized void add(RouteService route) {
    routes.add(new Retired(context, route));
  }

  /** How many there are. */
  synchronized int count() {
    return routes.size();
  }

  /** Lets nothing that was replaced before serve an endpoint any more. */
  synchronized void free(Endpoint endpoint) {
    routes.stream()
        .map(Retired::service)
        .filter(
            route ->
                route.getRoute().getEndpoint().getEndpointKey().equals(endpoint.getEndpointKey()))
        .forEach(Retired::drain);
  }

  /** Waits until all have finished, or the time is up. */
  boolean await(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (!isIdle()) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return true;
  }

  private synchronized boolean isIdle() {
    return routes.stream().allMatch(Retired::isIdle);
  }

  private synchronized void look() {
    boolean busy = routes.stream().anyMatch(route -> !mayGo(route));
    for (Retired route : List.copyOf(routes)) {
      // What a busy one may still call goes last.
      if (mayGo(route) && !(busy && route.isCalled())) {
        routes.remove(route);
        close(route);
      }
    }
  }

  private static boolean mayGo(Retired route) {
    return route.age() >= AT_LEAST.toNanos() && route.isIdle();
  }

  private void close(Retired route) {
    try {
      route.close(routes.stream().map(Retired::service).toList());
    } catch (Exception e) {
      LOG.warn("What is left of route {} can't be closed", route.service().getId(), e);
    }
  }

  @Override
  public void close() {
    looker.shutdownNow();
  }
}

package io.dromail.live;

import io.dromail.mail.Drains;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Channel;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.Suspendable;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumerAware;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.support.service.ServiceHelper;

/**
 * A route that takes nothing new, and finishes what it has in work. Used by one thread at a time.
 */
final class Retired {

  private final LiveContext context;
  private final RouteService service;
  private final long since = System.nanoTime();

  Retired(LiveContext context, RouteService service) {
    this.context = context;
    this.service = service;
  }

  RouteService service() {
    return service;
  }

  /** Takes nothing new; doesn't wait, and leaves alone what is in work. */
  static void drain(RouteService service) {
    Consumer consumer = taker(service);
    if (consumer instanceof Drains drains) {
      drains.drain();
    } else if (consumer instanceof Suspendable) {
      ServiceHelper.suspendService(consumer);
    } else if (consumer != null) {
      ServiceHelper.stopService(consumer);
    }
  }

  /** Takes again, after {@link #drain}. */
  static void resume(RouteService service) {
    Consumer consumer = taker(service);
    if (consumer instanceof Drains) {
      ServiceHelper.stopService(consumer);
      ServiceHelper.startService(consumer);
    } else if (consumer instanceof Suspendable) {
      ServiceHelper.resumeService(consumer);
    } else if (consumer != null) {
      ServiceHelper.startService(consumer);
    }
  }

  /** What takes; of an HTTP door it's inside of its consumer. */
  private static Consumer taker(RouteService service) {
    Consumer consumer = service.getInput();
    return consumer instanceof PlatformHttpConsumerAware door
        ? door.getPlatformHttpConsumer()
        : consumer;
  }

  /** Whether it can begin beside the one that it replaces, so that no request meets neither. */
  static boolean isHttp(Consumer consumer) {
    return consumer instanceof PlatformHttpConsumerAware;
  }

  /** Whether other routes can still hand it something. */
  boolean isCalled() {
    return service.getInput() instanceof DirectConsumer consumer && consumer.isStarted();
  }

  /** How long it has been retired, in nanoseconds. */
  long age() {
    return System.nanoTime() - since;
  }

  boolean isIdle() {
    WorkCount count = WorkCount.of(service.getRoute());
    return count == null || count.isZero();
  }

  /** Lets go of all that it's made of. */
  void close(List<RouteService> others) throws Exception {
    Set<Endpoint> endpoints = service.gatherEndpoints();
    Set<Service> parts = parts(service.getRoute());
    service.stop();
    parts.forEach(ServiceHelper::stopAndShutdownService);
    context.forget(endpoints, others);
    if (context.getRouteStatus(service.getId()) == null) {
      context.getInflightRepository().removeRoute(service.getId());
    }
  }

  private static Set<Service> parts(Route route) {
    List<Object> roots = new ArrayList<>(route.getServices());
    roots.addAll(route.getOnExceptions());
    roots.addAll(route.getOnCompletions());
    Set<Service> parts = new LinkedHashSet<>();
    for (Object root : roots) {
      if (root instanceof Service service) {
        parts.addAll(ServiceHelper.getChildServices(service));
      }
    }
    for (Service part : List.copyOf(parts)) {
      if (part instanceof Channel channel) {
        Processor handler = channel.getErrorHandler();
        if (handler instanceof Service service) {
          parts.add(service);
        }
      }
    }
    return parts;
  }
}

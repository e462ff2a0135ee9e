package io.dromail.live;

import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;

/**
 * How many mails are in work in one making of a route. Camel counts by the route's id, which the
 * old and the new one share. Thread-safe.
 */
final class WorkCount implements RoutePolicy {

  private final LongAdder inWork = new LongAdder();

  /** That of a route; null if it was made without. */
  static WorkCount of(Route route) {
    return route.getRoutePolicyList().stream()
        .filter(WorkCount.class::isInstance)
        .map(WorkCount.class::cast)
        .findFirst()
        .orElse(null);
  }

  boolean isZero() {
    return inWork.sum() <= 0;
  }

  @Override
  public void onExchangeBegin(Route route, Exchange exchange) {
    inWork.increment();
  }

  @Override
  public void onExchangeDone(Route route, Exchange exchange) {
    inWork.decrement();
  }

  @Override
  public void onInit(Route route) {}

  @Override
  public void onRemove(Route route) {}

  @Override
  public void onStart(Route route) {}

  @Override
  public void onStop(Route route) {}

  @Override
  public void onSuspend(Route route) {}

  @Override
  public void onResume(Route route) {}
}

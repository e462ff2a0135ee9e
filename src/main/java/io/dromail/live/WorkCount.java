package io.dromail.live;

import io.dromail.mail.Throughput;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;

/**
 * How many mails one making of a route has in work, and how many went through it. Camel counts by
 * the route's id, which the old and the new one share. Thread-safe.
 */
final class WorkCount implements RoutePolicy, Throughput {

  private final LongAdder begun = new LongAdder();
  private final LongAdder done = new LongAdder();

  /** That of a route; null if it was made without. */
  static WorkCount of(Route route) {
    return route.getRoutePolicyList().stream()
        .filter(WorkCount.class::isInstance)
        .map(WorkCount.class::cast)
        .findFirst()
        .orElse(null);
  }

  boolean isZero() {
    return inWork() <= 0;
  }

  @Override
  public long done() {
    return done.sum();
  }

  @Override
  public long inWork() {
    long over = done.sum();
    return begun.sum() - over;
  }

  @Override
  public void onExchangeBegin(Route route, Exchange exchange) {
    begun.increment();
  }

  @Override
  public void onExchangeDone(Route route, Exchange exchange) {
    done.increment();
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

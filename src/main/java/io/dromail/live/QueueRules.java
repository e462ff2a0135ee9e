package io.dromail.live;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Exchanges and queues of the gateway's own are those of its topology; others are their owners'
 * business.
 */
final class QueueRules implements RouteRule {

  private static final String OURS = "mail([.].*)?";
  private static final Set<String> EXCHANGES =
      Set.of("mail", "mail.retry", "mail.again", "mail.dlx");

  private final Set<String> delays;

  /**
   * With the delays of the retry schedule.
   *
   * @param delays a queue each, as in {@code mail.retry.5m}; empty if they aren't known
   */
  QueueRules(Set<String> delays) {
    this.delays = delays;
  }

  @Override
  public void judge(RouteIndex index, Consumer<Finding> findings) {
    Set<String> queues = new TreeSet<>(Set.of("mail.journal", "mail.dead"));
    index.lanes().keySet().forEach(lane -> queues.add("mail." + lane));
    delays.forEach(delay -> queues.add("mail.retry." + delay));
    for (UriUse use : index.uris) {
      if (use.scheme().equals("spring-rabbitmq")) {
        String exchange = use.path();
        if (exchange.matches(OURS) && UriUse.isFixed(exchange) && !EXCHANGES.contains(exchange)) {
          findings.accept(
              use.finding(
                  "there is no exchange " + exchange + Spelling.meant(exchange, EXCHANGES)));
        }
        queue(index, use, "queues", queues, findings);
        if (exchange.equals("default")) {
          queue(index, use, "routingKey", queues, findings);
        }
      }
    }
  }

  private void queue(
      RouteIndex index, UriUse use, String option, Set<String> queues, Consumer<Finding> findings) {
    String given = use.option(option);
    if (given == null) {
      return;
    }
    for (RouteIndex.Instance each : index.instances(use, index.filled(given))) {
      for (String queue : each.text().split("\\s*,\\s*")) {
        boolean unknown = delays.isEmpty() && queue.startsWith("mail.retry.");
        if (queue.matches(OURS) && UriUse.isFixed(queue) && !queues.contains(queue) && !unknown) {
          findings.accept(
              use.placeOf(option)
                  .finding("there is no queue " + queue + Spelling.meant(queue, queues)));
        }
      }
    }
  }
}

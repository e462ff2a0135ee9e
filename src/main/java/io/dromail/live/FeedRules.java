package io.dromail.live;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A route that takes from a queue says which, and nothing that only Spring's own consumers know.
 * Stateless.
 */
final class FeedRules implements RouteRule {

  private static final String ACKNOWLEDGED = "a message is acknowledged when its route is done";
  private static final String GIVEN_BACK =
      "a message whose route fails goes back to its queue, and comes again a second later";

  private static final Map<String, String> WITHOUT_EFFECT = new LinkedHashMap<>();

  static {
    WITHOUT_EFFECT.put(
        "maxConcurrentConsumers", "the number of threads is fixed: concurrentConsumers");
    WITHOUT_EFFECT.put("messageListenerContainerType", "all consumers are of one kind");
    WITHOUT_EFFECT.put("acknowledgeMode", ACKNOWLEDGED);
    WITHOUT_EFFECT.put("asyncConsumer", ACKNOWLEDGED);
    for (String option :
        new String[] {"rejectAndDontRequeue", "retry", "retryDelay", "maximumRetryAttempts"}) {
      WITHOUT_EFFECT.put(option, GIVEN_BACK);
    }
    for (String part : new String[] {"Exchange", "ExchangeType", "Queue", "RoutingKey"}) {
      WITHOUT_EFFECT.put("deadLetter" + part, "a queue has its dead letters where it's declared");
    }
  }

  @Override
  public void judge(RouteIndex index, Consumer<Finding> findings) {
    for (UriUse use : index.uris) {
      if (use.consumes() && use.scheme().equals("spring-rabbitmq")) {
        judge(use, findings);
      }
    }
  }

  private static void judge(UriUse use, Consumer<Finding> findings) {
    String queues = use.option("queues");
    if (queues == null || queues.isBlank()) {
      findings.accept(use.finding("a route that takes from spring-rabbitmq needs queues"));
    }
    WITHOUT_EFFECT.forEach(
        (option, why) -> {
          if (use.option(option) != null) {
            findings.accept(use.placeOf(option).finding(option + " has no effect: " + why));
          }
        });
  }
}

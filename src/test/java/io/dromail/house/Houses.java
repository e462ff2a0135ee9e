package io.dromail.house;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.RabbitMq;
import io.dromail.testing.RunningHouse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Leads test classes into their house. Those that want no settings of their own share one house per
 * broker, which stays up until this JVM ends; the others get one for themselves.
 */
final class Houses implements ExecutionCondition, BeforeAllCallback, BeforeEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(Houses.class);

  // Not in JUnit's store: in several JVMs at once, Surefire runs each class as if it were the last.
  private static final Map<BrokerKind, RunningHouse> SHARED = new ConcurrentHashMap<>();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return kind(context) == BrokerKind.EMBEDDED
            || RabbitMq.isThere(context.getRequiredTestClass().getName())
        ? ConditionEvaluationResult.enabled("the broker is there")
        : ConditionEvaluationResult.disabled("RabbitMQ is not there");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (context.getTestInstance().orElse(null) instanceof HouseCases cases) {
      BrokerKind kind = kind(context);
      Map<String, String> settings = cases.settings();
      cases.house =
          settings.isEmpty()
              ? SHARED.computeIfAbsent(kind, Houses::untilTheEnd)
              : context
                  .getStore(NAMESPACE)
                  .getOrComputeIfAbsent(
                      context.getUniqueId(),
                      any -> RunningHouse.start(kind, settings),
                      RunningHouse.class);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (context.getTestInstance().orElse(null) instanceof HouseCases cases) {
      cases.house.tidy();
    }
  }

  private static RunningHouse untilTheEnd(BrokerKind kind) {
    RunningHouse house = RunningHouse.start(kind, Map.of());
    Runtime.getRuntime().addShutdownHook(new Thread(house::close));
    return house;
  }

  private static BrokerKind kind(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getRequiredTestClass(), On.class)
        .orElseThrow()
        .value();
  }
}

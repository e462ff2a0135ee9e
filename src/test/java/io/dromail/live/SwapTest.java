package io.dromail.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others may read meanwhile; {@link ChangeTest} has what becomes of the routes. */
class SwapTest {

  private final LiveContext context = new LiveContext();
  private final Draining draining = new Draining(context);

  @BeforeEach
  void fill() throws Exception {
    context.build();
    RouteBuilder.addRoutes(context, routes -> routes.from("direct:a").routeId("a").stop());
    RouteBuilder.addRoutes(context, routes -> routes.from("direct:b").routeId("b").stop());
  }

  @AfterEach
  void end() {
    draining.close();
    context.stop();
  }

  @Test
  void changesTheModelWhenNobodyReadsIt() throws Exception {
    Swap swap = new Swap(context, draining);

    whileRead(() -> swap.make(Set.of("a"), Set.of(), List.of()));
    assertThat(context.getRouteDefinitions()).extracting(RouteDefinition::getId).containsOnly("b");
    whileRead(swap::back);
    assertThat(context.getRouteDefinitions())
        .extracting(RouteDefinition::getId)
        .containsExactly("a", "b");
  }

  private void whileRead(Step step) throws InterruptedException {
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    Thread change = new Thread(() -> run(step));
    synchronized (model) {
      Iterator<RouteDefinition> read = model.getRouteDefinitions().iterator();
      change.start();
      await()
          .until(
              () ->
                  EnumSet.of(Thread.State.BLOCKED, Thread.State.TERMINATED)
                      .contains(change.getState()));
      assertThat(read).toIterable().isNotEmpty();
    }
    change.join();
  }

  private static void run(Step step) {
    try {
      step.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** One step of an exchange of routes. */
  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }
}

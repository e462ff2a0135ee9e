package io.dromail.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Throughput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultRoute;
import org.apache.camel.impl.engine.DefaultRouteController;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes that are only entered into the books of a context that doesn't run. */
class RouteMapTest {

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final RouteMap map = new RouteMap();

  @BeforeEach
  void wire() {
    context.setRouteController(
        new DefaultRouteController(context) {
          @Override
          public ServiceStatus getRouteStatus(String id) {
            return id.equals("send") ? ServiceStatus.Stopped : ServiceStatus.Started;
          }
        });
    map.setCamelContext(context);
  }

  @Test
  void tellsWhereARouteSendsToHoweverDeepAndOnce() throws Exception {
    add(
        routes ->
            routes
                .from("direct:work")
                .routeId("work")
                .to("direct:first")
                .choice()
                .when(routes.body().isNull())
                .to("direct:when")
                .otherwise()
                .split(routes.body())
                .toD("spring-rabbitmq:default?routingKey=mail.journal")
                .wireTap("direct:tap")
                .end()
                .endChoice()
                .end()
                .to("direct:first"));

    assertThat(only())
        .containsEntry("from", "direct:work")
        .containsEntry(
            "to", List.of("direct:first", "direct:when", "queue:mail.journal", "direct:tap"));
  }

  @Test
  void tellsApartWhereItSendsToWhenAStepFails() throws Exception {
    add(
        routes -> {
          routes.onException(IOException.class).handled(true).to("direct:refused");
          routes.from("direct:work").routeId("work").to("direct:next");
        });

    assertThat(only())
        .containsEntry("to", List.of("direct:next"))
        .containsEntry("on_failure", List.of("direct:refused"));
  }

  @Test
  void showsNoSecretOfAnAddress() throws Exception {
    add(
        routes ->
            routes
                .from("direct:work")
                .routeId("work")
                .to("https://example.com/hook?token=secret")
                .toD("smtp://shop:secret@smtp.example.com:25?password=secret"));

    assertThat(only().toString())
        .contains("https:example.com/hook", "smtp:smtp.example.com:25")
        .doesNotContain("secret");
  }

  @Test
  void tellsTheFileWithoutTheLineAndWhatAnOperatorStopped() throws Exception {
    add(
        routes -> {
          routes.from("direct:work").routeId("work").description("Works.").stop();
          routes.from("direct:send").routeId("send").stop();
        });

    assertThat(routes()).extracting(route -> route.get("id")).containsExactly("send", "work");
    assertThat(routes())
        .extracting(route -> route.get("state"))
        .containsExactly("Stopped", "Started");
    assertThat(routes())
        .extracting(route -> route.get("file"))
        .containsExactly("send.camel.yaml", "work.camel.yaml");
    assertThat(routes().get(0)).doesNotContainKey("description");
    assertThat(routes().get(1)).containsEntry("description", "Works.");
  }

  @Test
  void countsWhatGoesThroughARouteThatIsCounted() throws Exception {
    add(routes -> routes.from("direct:work").routeId("work").stop());
    assertThat(only()).doesNotContainKeys("in_work", "done");

    context.getRoutes().get(0).getRoutePolicyList().add(new Counted());

    assertThat(only()).containsEntry("in_work", 2L).containsEntry("done", 40L);
  }

  @Test
  void leavesOutARouteThatIsBeingTakenOut() throws Exception {
    add(routes -> routes.from("direct:work").routeId("work").stop());
    context.getRouteDefinitions().clear();

    assertThat(routes()).isEmpty();
  }

  private void add(LambdaRouteBuilder routes) throws Exception {
    RouteBuilder.addRoutes(context, routes);
    for (RouteDefinition definition : context.getRouteDefinitions()) {
      String id = definition.getRouteId();
      definition.getInput().setLocation("file:routes/" + id + ".camel.yaml");
      definition.getInput().setLineNumber(3);
      context
          .getCamelContextExtension()
          .addRoute(
              new DefaultRoute(
                  context,
                  definition,
                  id,
                  null,
                  null,
                  new DirectEndpoint("direct://" + id, new DirectComponent()),
                  null));
    }
  }

  private Map<String, Object> only() {
    assertThat(routes()).hasSize(1);
    return routes().get(0);
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> routes() {
    return (List<Map<String, Object>>) map.now().get("data");
  }

  private static final class Counted extends RoutePolicySupport implements Throughput {
    @Override
    public long done() {
      return 40;
    }

    @Override
    public long inWork() {
      return 2;
    }
  }
}

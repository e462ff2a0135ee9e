package io.dromail.live;

import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.Folders;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.RunningHouse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.component.properties.PropertiesComponent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exchanges routes of a running gateway for others. */
class ChangeTest {

  private static final Path SHIPPED = Path.of("src/main/resources");
  private static final String LAST_STEP = "            ref: outcomeLog\n";
  private static final String LOG = "        - log:\n            message: %s\n";
  private static RunningHouse house;
  private static LiveContext context;
  private static Draining draining;
  private static RouteSet running;

  @BeforeAll
  static void start() {
    house = RunningHouse.start(BrokerKind.EMBEDDED, Map.of());
    context = (LiveContext) house.camel();
    draining = new Draining(context);
    running = shipped();
  }

  @AfterAll
  static void stop() {
    draining.close();
    house.close();
  }

  @Test
  void replacesOneRouteAndLeavesOthersAlone() throws Exception {
    Route throttle = context.getRoute("throttle");
    Route bulk = context.getRoute("bulk");

    edit("send.camel.yaml", LAST_STEP, LAST_STEP + LOG.formatted("gone out"));

    assertThat(context.getRoute("throttle")).isSameAs(throttle);
    assertThat(context.getRoute("bulk")).isSameAs(bulk);
    assertThat(context.getRoutes()).extracting(Route::getId).doesNotHaveDuplicates();
    house.deliver(mail(""));
    await().atMost(Duration.ofSeconds(10)).until(() -> draining.count() == 0);
    house.deliver(mail(""));
  }

  @Test
  void replacesLaneWhoseParametersChange() throws Exception {
    Route bulk = context.getRoute("bulk");
    Route transactional = context.getRoute("transactional");

    edit("lanes.camel.yaml", "value: \"500\"", "value: \"400\"");

    assertThat(context.getRoute("bulk")).isNotSameAs(bulk);
    assertThat(context.getRoute("transactional")).isSameAs(transactional);
    ReceivedMail mail = house.deliver(mail("'stream': 'bulk'"));
    assertThat(mail).isNotNull();
    await().atMost(Duration.ofSeconds(10)).until(() -> draining.count() == 0);
    house.deliver(mail("'stream': 'bulk'"));
  }

  @Test
  void replacesDoorAndAllRoutesOfAConfiguration() throws Exception {
    Route send = context.getRoute("send");

    edit("failures.camel.yaml", "not accepted: ", "could not be accepted: ");

    assertThat(context.getRoute("send")).isNotSameAs(send);
    house.deliver(mail(""));
    edit("ingest-rest.camel.yaml", "POST /v1/emails to", "POST to /v1/emails to");
    house.deliver(mail(""));
  }

  @Test
  void goesOnAsBeforeWhenARouteCanNotBeMade() throws Exception {
    Route send = context.getRoute("send");
    int routes = context.getRoutes().size();

    assertThatThrownBy(() -> edit("send.camel.yaml", "direct:record", "no-such-thing:record"))
        .hasMessageContaining("no-such-thing");

    assertThat(context.getRoute("send")).isSameAs(send);
    assertThat(context.getRoutes()).hasSize(routes);
    assertThat(context.getRouteDefinition("send")).isNotNull();
    house.deliver(mail(""));
    edit("send.camel.yaml", LAST_STEP, LAST_STEP + LOG.formatted("on its way"));
    house.deliver(mail(""));
  }

  @Test
  void goesOnAsBeforeWhenARouteCanNotBegin() throws Exception {
    List<Route> before = List.copyOf(context.getRoutes());

    // That others have begun by then is what makes it interesting.
    assertThatThrownBy(
            () ->
                edit(
                    Map.of(
                        "accept.camel.yaml",
                            text("accept.camel.yaml").replace("checked mail", "mail"),
                        "bulk.camel.yaml", "- route:\n    id: more\n" + FROM_SEND,
                        "ingest-rest.camel.yaml",
                            text("ingest-rest.camel.yaml").replace("Leads POST", "Leads a POST"),
                        "lanes.camel.yaml",
                            text("lanes.camel.yaml").replace("value: \"4\"", "value: \"5\""))))
        .hasMessageContaining("more");

    assertThat(context.getRoutes()).containsExactlyInAnyOrderElementsOf(before);
    house.deliver(mail(""));
    house.deliver(mail("'stream': 'bulk'"));
    await().atMost(Duration.ofSeconds(10)).until(() -> draining.count() == 0);
    house.deliver(mail(""));
    house.deliver(mail("'stream': 'bulk'"));
  }

  /** Twenty times; {@code -Ddromail.test.reloads=200} is the whole of it. */
  @Test
  void leavesNothingBehind() throws Exception {
    reload("a");
    reload("b");
    await().atMost(Duration.ofSeconds(20)).until(() -> draining.count() == 0);
    List<Integer> before = leftovers();

    for (int i = 0; i < Integer.getInteger("dromail.test.reloads", 20); i++) {
      reload("n" + i);
    }

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(leftovers()).isEqualTo(before));
    System.out.println("draining, routes, definitions, endpoints, threads: " + before);
    house.deliver(mail("'stream': 'bulk'"));
  }

  private static void reload(String mark) throws Exception {
    edit(
        Map.of(
            "send.camel.yaml",
                text("send.camel.yaml")
                    .replaceAll(LAST_STEP + "[^~]*", LAST_STEP + LOG.formatted(mark)),
            "ingest-rest.camel.yaml",
                text("ingest-rest.camel.yaml").replaceAll("Leads.*POST", "Leads " + mark + " POST"),
            "lane.camel.yaml",
                text("lane.camel.yaml")
                    .replaceAll("Takes jobs.*from", "Takes jobs " + mark + " from")));
    house.deliver(mail(""));
  }

  private static List<Integer> leftovers() {
    return List.of(
        draining.count(),
        context.getRoutes().size(),
        context.getRouteDefinitions().size(),
        context.getEndpoints().size(),
        (int)
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches(".*(Container|RabbitMQ|dromail-).*"))
                .count());
  }

  private static final String FROM_SEND =
      """
          description: It comes too late.
          from:
            uri: direct:send
            steps:
              - stop: {}
      """;

  private static String text(String file) {
    return new String(running.files().get("routes/" + file), StandardCharsets.UTF_8);
  }

  private static void edit(String file, String before, String after) throws Exception {
    assertThat(text(file)).contains(before);
    edit(Map.of(file, text(file).replace(before, after)));
  }

  private static void edit(Map<String, String> texts) throws Exception {
    SortedMap<String, byte[]> files = new TreeMap<>(running.files());
    texts.forEach(
        (file, text) -> files.put("routes/" + file, text.getBytes(StandardCharsets.UTF_8)));
    RouteSet next = new RouteSet(files);
    Map<String, String> properties = properties();
    Difference difference =
        Difference.between(
            new Inventory(RouteItems.of(running), properties),
            new Inventory(RouteItems.of(next), properties));
    Path folder = Folders.temporary("dromail-set");
    next.writeTo(folder);
    new Change(context, draining).apply(difference, next, folder, properties);
    running = next;
  }

  private static Map<String, String> properties() {
    Map<String, String> map = new TreeMap<>();
    ((PropertiesComponent) context.getPropertiesComponent())
        .getOverrideProperties()
        .forEach((name, value) -> map.put((String) name, (String) value));
    return map;
  }

  private static RouteSet shipped() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(SHIPPED.resolve("routes"))) {
      for (Path file : all.toList()) {
        files.put("routes/" + file.getFileName(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new RouteSet(files);
  }
}

package io.dromail.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which routes an edit makes anew, and which it leaves alone. */
class DifferenceTest {

  private static final String ROUTES =
      """
      - routeConfiguration:
          id: failures
          onException:
            - onException: {exception: [java.lang.Exception]}
      - routeTemplate:
          id: lane
          route:
            routeConfigurationId: failures
            from: {uri: "direct:{{lane}}", steps: [{log: {message: working}}]}
      - templatedRoute:
          routeTemplateRef: lane
          routeId: bulk
          parameters: [{name: lane, value: bulk}]
      - templatedRoute:
          routeTemplateRef: lane
          routeId: news
          parameters: [{name: lane, value: news}]
      - route:
          id: send
          routeConfigurationId: failures
          from:
            uri: direct:send
            steps:
              - bean: {ref: stamp}
      - route:
          id: tick
          from:
            uri: timer:tick
            parameters:
              period: "{{mine.period}}"
            steps:
              - log: {message: tick}
      - beans:
          - name: stamp
            type: com.example.Stamp
            properties: {text: ours}
          - name: office
            type: io.dromail.send.SmtpProfile
            properties: {host: mail.example.org}
          - name: broker
            type: io.dromail.broker.Broker
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "message: tick    | message: 'tick'        |                 |                   ",
        "id: send         | id:   send # a comment  |                 |                   ",
        "message: tick    | message: tock           | tick            | tick              ",
        "value: news      | value: post             | news            | news              ",
        "message: working | message: at work        | bulk,news       | bulk,lane,news    ",
        "lang.Exception   | io.IOException          | bulk,news,send  | bulk,failures,lane,news,send",
        "text: ours       | text: theirs            | send            | send,stamp        ",
        "mail.example.org | smtp.example.org        |                 | office            ",
        "id: tick         | id: tack                | tack,tick       | tack              ",
      })
  void makesAnewWhatIsOtherwiseAndWhatIsMadeOfIt(
      String piece, String by, String routes, String read) {
    assertThat(ROUTES).contains(piece);

    Difference difference = between(ROUTES, ROUTES.replace(piece, by));

    assertThat(String.join(",", difference.routes())).isEqualTo(routes == null ? "" : routes);
    assertThat(difference.items().stream().map(RouteItem::id).sorted())
        .containsExactly((read == null ? new String[0] : read.split(",")));
  }

  @Test
  void makesAnewWhatNamesASettingThatChanges() {
    Difference difference =
        Difference.between(
            inventory(ROUTES, Map.of("mine.period", "10", "other", "1")),
            inventory(ROUTES, Map.of("mine.period", "20", "other", "2")));

    assertThat(difference.routes()).containsExactly("tick");
  }

  @Test
  void readsWhatAppliesToAWholeFileWithItsRoutes() {
    String with = "- intercept: {steps: [{log: {message: here}}]}\n" + ROUTES;

    Difference difference = between(with, with.replace("message: tick", "message: tock"));

    assertThat(difference.routes()).containsExactly("tick");
    assertThat(difference.items()).extracting(RouteItem::kind).contains("intercept");
    assertThat(between(with, with.replace("message: here", "message: there")).routes())
        .containsExactly("bulk", "news", "send", "tick");
  }

  @Test
  void knowsWhatIsGone() {
    int beans = ROUTES.indexOf("- beans:");

    Difference difference = between(ROUTES, ROUTES.substring(0, beans));

    assertThat(difference.beansGone()).containsExactly("broker", "office", "stamp");
    assertThat(difference.routes()).as("what named one of them").containsExactly("send");
  }

  @Test
  void leavesOutEntriesAndNoLine() {
    Difference difference = between(ROUTES, ROUTES.replace("text: ours", "text: theirs"));

    String partial =
        PartialFile.with(difference.items(), Map.of("all.camel.yaml", ROUTES), "file:routes")
            .stream()
            .map(DifferenceTest::text)
            .findFirst()
            .orElseThrow();

    String[] lines = partial.split("\n", -1);
    String[] before = ROUTES.split("\n", -1);
    for (int i = 0; i < before.length; i++) {
      assertThat(lines[i]).isIn("", before[i]);
    }
    assertThat(partial).contains("id: send", "name: stamp").doesNotContain("id: tick", "office");
    assertThat(RouteItems.of("all.camel.yaml", partial))
        .extracting(RouteItem::id)
        .containsExactly("send", "stamp");
  }

  private static Difference between(String before, String after) {
    return Difference.between(inventory(before, Map.of()), inventory(after, Map.of()));
  }

  private static Inventory inventory(String routes, Map<String, String> properties) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    files.put("routes/all.camel.yaml", routes.getBytes(StandardCharsets.UTF_8));
    return new Inventory(RouteItems.of(new RouteSet(files)), properties);
  }

  private static String text(org.apache.camel.spi.Resource resource) {
    try (var in = resource.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

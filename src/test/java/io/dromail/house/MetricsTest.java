package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.EditableHome;
import io.dromail.testing.Gateway;
import io.dromail.testing.Scrape;
import io.dromail.testing.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of a gateway with 50 lanes and 50 profiles, and what the documentation says. */
class MetricsTest {

  private static final int MANY = 50;
  private static final Duration AT_MOST = Duration.ofMillis(50);
  private static final Pattern ROW =
      Pattern.compile("\\| `(dromail_\\w+)` \\| (\\w+) \\| ([^|]*)\\|.*");
  private static final Pattern LABEL = Pattern.compile("`(\\w+)`");

  @TempDir static Path folder;

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {
    /** As many as the cases need; each is a quorum queue. */
    @Override
    int count() {
      return 2;
    }
  }

  abstract static class Cases extends HouseCases {

    /** How many lanes and profiles there are beside the shipped ones. */
    int count() {
      return MANY;
    }

    @Override
    Map<String, String> settings() {
      EditableHome home = EditableHome.in(folder.resolve(getClass().getSimpleName()));
      home.append("routes/lanes.camel.yaml", lanes(count()));
      home.append("routes/profiles.camel.yaml", PROFILES + profiles(count()));
      return Map.of(
          "dromail.routes.directory",
          home.file("routes").toString(),
          "dromail.failures.schedule",
          home.file("routes/retry.yaml").toString(),
          "dromail.journal.url",
          "jdbc:h2:mem:" + getClass().getSimpleName());
    }

    @Test
    void areWhatTheDocumentationSays() throws IOException {
      Gateway gateway = house.gateway();
      house.smtp().at(Stage.RCPT).when("later").once().reply(451, "4.3.0 later");
      house.smtp().at(Stage.RCPT).when("never").once().reply(550, "5.1.1 no such user");
      house.smtp().at(Stage.END_OF_DATA).when("perhaps").once().dropAfterAccepting();
      for (String name : new String[] {"later", "never", "perhaps"}) {
        assertThat(gateway.post(mailTo(name + "@example.org")).status()).isEqualTo(202);
      }
      // The second has to wait for its turn.
      house.deliver(mail("'profile': 'limited'"));
      house.deliver(mail("'profile': 'limited'"));
      await("the dead letter")
          .atMost(SOON)
          .until(
              () ->
                  gateway
                          .call(
                              gateway.to("/v1/dead-letters/replay", "{\"reason\": \"permanent\"}"))
                          .json()
                          .path("replayed")
                          .asInt()
                      == 1);

      await("all metrics")
          .atMost(SOON)
          .untilAsserted(() -> assertThat(scrape().labels()).isEqualTo(documented()));
      assertThat(scrape().value("dromail_mails_failed_total", "profile", "default")).isEqualTo(1);
      assertThat(scrape().value("dromail_mails_unknown_total", "profile", "default")).isEqualTo(1);
    }

    @Test
    void tellHowAQueueStandsWhoseMailsAreStuck() {
      house.smtp().at(Stage.CONNECT).always().hang();
      house.smtp().at(Stage.MAIL).always().hang();
      int mails = 60;
      IntStream.range(0, mails)
          .forEach(
              i -> house.gateway().post(mail("'stream': 'lane-one'").put("to", "r@x.example")));

      await("the age of the oldest")
          .atMost(SOON)
          .untilAsserted(
              () -> {
                Scrape now = scrape();
                assertThat(
                        now.value("dromail_queue_mails", "queue", "mail.lane-one")
                            + now.value("dromail_queue_held", "queue", "mail.lane-one"))
                    .isGreaterThanOrEqualTo(mails);
                assertThat(now.value("dromail_queue_age_seconds", "queue", "mail.lane-one"))
                    .isBetween(2.0, SOON.toSeconds() + 10.0);
                assertThat(now.value("dromail_queue_age_seconds", "queue", "mail.lane-two"))
                    .isZero();
              });
      house.smtp().reset();
      await("they are sent")
          .atMost(SOON)
          .until(() -> scrape().value("dromail_queue_held", "queue", "mail.lane-one") == 0);
      assertThat(scrape().value("dromail_queue_age_seconds", "queue", "mail.lane-one")).isZero();
    }

    @Test
    void areScrapedFast() {
      await("the queues").atMost(SOON).until(() -> scrape().count("dromail_queue_mails") > count());

      // A machine that does other things, too, and runs this for the first time, is slower.
      Duration took =
          await("a quick scrape")
              .atMost(SOON)
              .until(
                  () -> house.gateway().health("/metrics").took(),
                  each -> each.compareTo(AT_MOST) < 0);

      System.out.printf("a scrape takes %d ms%n", took.toMillis());
    }

    private Scrape scrape() {
      return Scrape.of(house.gateway().health("/metrics").body());
    }
  }

  private static Map<String, Set<String>> documented() throws IOException {
    Map<String, Set<String>> documented = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs/metrics.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Set<String> labels = new TreeSet<>();
        LABEL.matcher(row.group(3)).results().forEach(label -> labels.add(label.group(1)));
        documented.put(row.group(1), labels);
      }
    }
    return documented;
  }

  private static String lanes(int count) {
    return names("lane", count)
        .map(
            name ->
                """
                - templatedRoute:
                    routeTemplateRef: lane
                    routeId: %1$s
                    parameters:
                      - {name: lane, value: %1$s}
                      - {name: consumers, value: "1"}
                """
                    .formatted(name))
        .collect(Collectors.joining());
  }

  private static String profiles(int count) {
    return names("profile", count)
        .map(
            name ->
                """
                    - name: %s
                      type: io.dromail.send.SmtpProfile
                      properties:
                        url: smtp://127.0.0.1:1?tls=none
                """
                    .formatted(name))
        .collect(Collectors.joining());
  }

  private static Stream<String> names(String kind, int count) {
    String[] digits = {
      "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"
    };
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i ->
                kind
                    + String.valueOf(i)
                        .chars()
                        .mapToObj(digit -> "-" + digits[digit - '0'])
                        .collect(Collectors.joining()));
  }

  private static final String PROFILES =
      """
          - name: limited
            type: io.dromail.send.SmtpProfile
            properties:
              url: "{{dromail.smtp.url}}"
              mailsPerMinute: 120
          - name: office
            type: io.dromail.send.SmtpProfile
            properties:
              preset: microsoft365
              user: post@example.com
              tenant: 00000000-0000-0000-0000-000000000000
              clientId: 11111111-1111-1111-1111-111111111111
              clientSecret: never-used
      """;
}

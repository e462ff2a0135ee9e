package io.dromail.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.EditableHome;
import io.dromail.testing.Folders;
import io.dromail.testing.Gateway;
import io.dromail.testing.HouseProcess;
import io.dromail.testing.RabbitMq;
import io.dromail.testing.ScriptedSmtpServer;
import io.dromail.testing.SteadyPosts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Edits of all kinds, good and bad, in random order while mails come in at a steady rate. {@code
 * -Ddromail.test.seed}, {@code .edits}, {@code .rate} say which, how many, and how fast. With
 * {@code -Ddromail.test.strict=true}, on a machine that does nothing else, there are more of both,
 * and how long it takes is held against what is promised.
 */
class LiveEditsTest {

  private static final long SEED = Long.getLong("dromail.test.seed", System.nanoTime() % 100_000);
  private static final boolean STRICT = Boolean.getBoolean("dromail.test.strict");
  private static final int EDITS = Integer.getInteger("dromail.test.edits", STRICT ? 40 : 15);
  private static final int RATE = Integer.getInteger("dromail.test.rate", STRICT ? 300 : 100);
  private static final int WARM_UP_RATE = 100;
  private static final Duration AT_MOST = Duration.ofSeconds(STRICT ? 2 : 30);

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {
    /** The edits are the same as on RabbitMQ; a third of them shows it. */
    @Override
    int edits() {
      return STRICT ? super.edits() : super.edits() / 3;
    }
  }

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @Timeout(600)
  abstract static class Cases {

    private EditableHome home;
    private RabbitMq rabbit;
    private ScriptedSmtpServer smtp;
    private HouseProcess house;
    private Gateway gateway;

    /** How many edits, each kind once before any comes again. */
    int edits() {
      return EDITS;
    }

    /** A process of its own: what the test does beside it is no part of its times. */
    @BeforeAll
    void start() {
      home = EditableHome.in(Folders.inMemory("dromail-edits"));
      smtp = ScriptedSmtpServer.start();
      String broker = "embedded:";
      if (getClass().getAnnotation(On.class).value() == BrokerKind.RABBITMQ) {
        rabbit = RabbitMq.virtualHost();
        broker = rabbit.url();
      }
      Map<String, String> settings = new TreeMap<>();
      settings.put("dromail.broker.url", broker);
      settings.put("dromail.smtp.url", smtp.url());
      house = new HouseProcess(settings).in(home.folder());
      if (STRICT) {
        // It takes the processor for a minute, and pays off only where times are promised.
        house.withBestCode();
      }
      gateway = house.running();
    }

    @AfterAll
    void stop() {
      house.terminate(Duration.ofSeconds(40));
      smtp.close();
      if (rabbit != null) {
        rabbit.close();
      }
      Folders.delete(home.folder());
    }

    @Test
    void losesAndDoublesNothingWhileEditsComeAndGo() throws Exception {
      System.out.println("seed " + SEED);
      Random random = new Random(SEED);
      List<Taken> edits = new ArrayList<>();
      long begun = System.nanoTime();
      warmUp();
      SteadyPosts posts = new SteadyPosts(gateway, RATE);
      try (posts) {
        await().atMost(Duration.ofSeconds(60)).until(() -> posts.all().size() >= RATE * 6);
        begun = System.nanoTime() - TimeUnit.SECONDS.toNanos(5);
        List<Edit> left = new ArrayList<>();
        for (int i = 0; i < edits(); i++) {
          if (left.isEmpty()) {
            left.addAll(Edit.all());
          }
          edits.add(make(left.remove(random.nextInt(left.size()))));
        }
      }

      Map<String, Integer> accepted = new TreeMap<>();
      posts.all().forEach(post -> accepted.merge(post.messageId(), 1, Integer::sum));
      assertThat(posts.all()).filteredOn(post -> post.status() != 202).as("refused").isEmpty();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(missing(accepted.keySet())).as("lost").isEmpty());
      assertThat(smtp.messageIds().values()).containsOnly(1);
      report(edits, posts, begun);
    }

    private Set<String> missing(Set<String> accepted) {
      Set<String> missing = new TreeSet<>(accepted);
      missing.removeAll(smtp.messageIds().keySet());
      return missing;
    }

    private void report(List<Taken> edits, SteadyPosts posts, long begun) {
      Duration before = posts.p99(begun, edits.get(0).at());
      for (Taken edit : edits) {
        Duration p99 = posts.p99(edit.at(), edit.at() + edit.took().toNanos());
        System.out.printf(
            "%-60s %5d ms, accept p99 %4d ms%n",
            edit.name(), edit.took().toMillis(), p99.toMillis());
      }
      List<Duration> during =
          edits.stream()
              .map(edit -> posts.p99(edit.at(), edit.at() + edit.took().toNanos()))
              .sorted()
              .toList();
      Duration all = posts.p99(edits.get(0).at(), System.nanoTime());
      if (STRICT) {
        assertThat(all).as("accept p99 during edits").isLessThan(before.multipliedBy(3));
      }
      System.out.printf(
          "accept p99: before %d ms, through all edits %d ms, in the median edit %d ms; mails %d%n",
          before.toMillis(),
          all.toMillis(),
          during.get(during.size() / 2).toMillis(),
          posts.all().size());
    }

    /** A gateway that has just started needs its processor to compile what it runs. */
    private void warmUp() {
      SteadyPosts first = new SteadyPosts(gateway, WARM_UP_RATE);
      try (first) {
        await()
            .atMost(Duration.ofSeconds(90))
            .until(() -> first.all().size() >= (STRICT ? 1_500 : 500) && isQuick(first));
        for (int i = 0; i < (STRICT ? 4 : 1); i++) {
          take(Edit.all().get(i));
        }
      }
      smtp.awaitMails(
          (int) first.all().stream().filter(post -> post.status() == 202).count(),
          Duration.ofSeconds(60));
    }

    private static boolean isQuick(SteadyPosts posts) {
      long now = System.nanoTime();
      return posts
              .p99(now - TimeUnit.SECONDS.toNanos(4), now - TimeUnit.SECONDS.toNanos(1))
              .toMillis()
          < (STRICT ? 100 : 500);
    }

    /** Saves it, waits until it's taken or refused, and takes it back the same way. */
    private Taken make(Edit edit) {
      Taken taken = take(edit);
      System.out.println(edit + ": " + taken.took().toMillis() + " ms");
      assertThat(taken.took()).as(edit.toString()).isLessThan(AT_MOST);
      return taken;
    }

    private Taken take(Edit edit) {
      String before = routes().path("digest").asText();
      long at = System.nanoTime();
      edit.save(home);
      await(edit.toString())
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> edit.isGood() ? !digest().equals(before) : !rejected().isEmpty());
      Duration took = Duration.ofNanos(System.nanoTime() - at);
      if (edit.isGood()) {
        assertThat(rejected()).as(edit.toString()).isEmpty();
      } else {
        assertThat(digest()).as(edit.toString()).isEqualTo(before);
        assertThat(rejected()).as(edit.toString()).contains(edit.place()).contains(edit.words());
      }
      home.restore();
      await("back from " + edit)
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> digest().equals(before) && rejected().isEmpty());
      return new Taken(edit.toString(), at, took);
    }

    private String digest() {
      return routes().path("digest").asText();
    }

    private String rejected() {
      return routes().path("rejected").toString();
    }

    private JsonNode routes() {
      return gateway.health("/health").json().at("/details/routes");
    }

    private record Taken(String name, long at, Duration took) {}
  }
}

package io.dromail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dromail.journal.Database;
import io.dromail.mail.Refused;
import io.dromail.testing.FlakyProxy;
import io.dromail.testing.PostgreSql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IdempotencyKeysTest {

  private static final long CONFIRM_MS = 4_000;

  @TempDir private static Path folder;

  @Nested
  class OnH2 extends Cases {

    @Override
    String url() {
      return "jdbc:h2:file:" + folder.resolve("keys");
    }
  }

  @Nested
  class OnPostgreSql extends Cases {

    private PostgreSql server;

    @Override
    String url() {
      assumeThat(PostgreSql.isThere()).isTrue();
      server = PostgreSql.database();
      return server.url();
    }

    @AfterAll
    void drop() {
      if (server != null) {
        server.close();
      }
    }

    @Test
    void areUnavailableInTimeWhenTheDatabaseHangs() throws Exception {
      try (FlakyProxy proxy = FlakyProxy.to(PostgreSql.HOST, PostgreSql.PORT);
          Database behind = new Database(server.url(proxy.port()))) {
        IdempotencyKeys slow = keys(behind);
        slow.free(slow.claim("shop", "k", "a", UUID.randomUUID()), false);
        proxy.hang();
        Instant begin = Instant.now();

        assertRefused(503, () -> slow.claim("shop", "k", "a", UUID.randomUUID()));

        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(10));
        begin = Instant.now();
        assertRefused(503, () -> slow.claim("shop", "k", "a", UUID.randomUUID()));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(1));
        proxy.resume();
      }
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Cases {

    private static final KeptAnswer ANSWER = new KeptAnswer(202, "/v1/emails/1", "{\"id\": \"1\"}");

    private String url;
    private Database database;
    private Database otherProcess;
    private IdempotencyKeys keys;

    abstract String url();

    @BeforeAll
    void open() {
      url = url();
      database = new Database(url);
      otherProcess = url.startsWith("jdbc:h2") ? database : new Database(url);
      keys = keys(database);
    }

    @AfterAll
    void close() {
      otherProcess.close();
      database.close();
    }

    @BeforeEach
    void forget() throws SQLException {
      sql("delete from idempotency_key");
    }

    IdempotencyKeys keys(Database any) {
      return new IdempotencyKeys(any, "jdbc:", CONFIRM_MS);
    }

    @Test
    void giveTheAnswerToWhoComesAgain() throws Exception {
      Claim first = claim("a");
      keys.keep(first, ANSWER);

      Claim second = claim("a");

      assertThat(first.kept()).isNull();
      assertThat(first.again()).isFalse();
      assertThat(second.kept()).isEqualTo(ANSWER);
    }

    @Test
    void refuseAnotherContent() throws Exception {
      Claim first = claim("a");
      assertRefused(409, "invalid_idempotent_request", () -> claim("b"));
      keys.keep(first, ANSWER);
      assertRefused(409, "invalid_idempotent_request", () -> claim("b"));
    }

    @Test
    void refuseWhileTheFirstIsInFlight() throws Exception {
      claim("a");

      assertRefused(409, "concurrent_idempotent_requests", () -> claim("a"));
    }

    @Test
    void areEachTenantsOwn() throws Exception {
      keys.keep(claim("a"), ANSWER);

      assertThat(keys.claim("other", "key", "b", UUID.randomUUID()).kept()).isNull();
    }

    @Test
    void areFreeAfterARefusal() throws Exception {
      Claim first = claim("a");
      keys.free(first, false);

      Claim second = claim("b");

      assertThat(second.again()).isFalse();
      assertThat(second.id(0)).isNotEqualTo(first.id(0));
    }

    @Test
    void rememberWhatMayHaveBeenPublished() throws Exception {
      Claim first = claim("a");
      keys.free(first, true);
      Claim other = claim("b");
      keys.free(other, false);

      Claim second = claim("a");

      assertThat(second.again()).isTrue();
      assertThat(second.kept()).isNull();
      assertThat(second.id(0)).isEqualTo(first.id(0)).isNotEqualTo(other.id(0));
      assertThat(second.id(1)).isEqualTo(first.id(1)).isNotEqualTo(first.id(0));
    }

    @Test
    void areTakenOverFromADeadProcess() throws Exception {
      Claim dead = claim("a");
      age(63);
      assertRefused(409, "concurrent_idempotent_requests", () -> claim("a"));
      age(65);

      Claim second = claim("a");
      keys.keep(dead, new KeptAnswer(202, null, "too late"));
      keys.free(dead, false);
      keys.keep(second, ANSWER);

      assertThat(second.again()).isTrue();
      assertThat(second.id(0)).isEqualTo(dead.id(0));
      assertThat(claim("a").kept()).isEqualTo(ANSWER);
    }

    @Test
    void comeBackToTheirOwnClaim() throws Exception {
      UUID token = UUID.randomUUID();
      Claim first = keys.claim("shop", "key", "a", token);

      Claim second = keys.claim("shop", "key", "a", token);

      assertThat(second).isEqualTo(first);
    }

    @Test
    void areForgottenAfterADay() throws Exception {
      Claim first = claim("a");
      keys.keep(first, ANSWER);
      age(Duration.ofHours(24).toSeconds() - 10);
      assertThat(claim("a").kept()).isEqualTo(ANSWER);
      age(Duration.ofHours(24).toSeconds() + 1);

      Claim second = claim("a");

      assertThat(second.kept()).isNull();
      assertThat(second.again()).isFalse();
      assertThat(second.id(0)).as("a new mail").isNotEqualTo(first.id(0));
    }

    @Test
    void takeTheLongestKeyAndALongAnswer() throws Exception {
      KeptAnswer answer = new KeptAnswer(202, null, "ä".repeat(100_000));
      keys.keep(keys.claim("shop", "~".repeat(256), "a", UUID.randomUUID()), answer);

      assertThat(keys.claim("shop", "~".repeat(256), "a", UUID.randomUUID()).kept())
          .isEqualTo(answer);
    }

    @Test
    void areWonByOneOfManyWhenNew() throws Exception {
      assertOneWins();
    }

    @Test
    void areWonByOneOfManyWhenFreeAgain() throws Exception {
      keys.free(claim("a"), true);
      assertOneWins();
    }

    @Test
    void areWonByOneOfManyWhenTakenOver() throws Exception {
      claim("a");
      age(100);
      assertOneWins();
    }

    @Test
    void areWonByOneOfManyWhenADayOld() throws Exception {
      keys.keep(claim("a"), ANSWER);
      age(Duration.ofHours(25).toSeconds());
      assertOneWins();
    }

    private void assertOneWins() throws Exception {
      int contenders = 16;
      IdempotencyKeys others = keys(otherProcess);
      CyclicBarrier start = new CyclicBarrier(contenders);
      ExecutorService threads = Executors.newFixedThreadPool(contenders);
      List<Future<Boolean>> outcomes = new ArrayList<>();
      for (int i = 0; i < contenders; i++) {
        IdempotencyKeys mine = i % 2 == 0 ? keys : others;
        outcomes.add(threads.submit(contender(mine, start)));
      }
      int winners = 0;
      for (Future<Boolean> outcome : outcomes) {
        winners += outcome.get() ? 1 : 0;
      }
      threads.shutdown();

      assertThat(winners).isEqualTo(1);
    }

    private static Callable<Boolean> contender(IdempotencyKeys keys, CyclicBarrier start) {
      return () -> {
        start.await();
        try {
          return keys.claim("shop", "key", "a", UUID.randomUUID()).kept() == null;
        } catch (Refused refused) {
          assertThat(refused.name()).isEqualTo("concurrent_idempotent_requests");
          return false;
        }
      };
    }

    private Claim claim(String hash) throws Refused {
      return keys.claim("shop", "key", hash, UUID.randomUUID());
    }

    private void age(long seconds) throws SQLException {
      sql(
          "update idempotency_key set claimed_at = current_timestamp - interval '%d' second"
              .formatted(seconds));
    }

    private void sql(String text) throws SQLException {
      try (Connection connection = database.getConnection();
          Statement statement = connection.createStatement()) {
        statement.executeUpdate(text);
      }
    }

    static void assertRefused(int status, Callable<?> work) {
      Refused refused = catchThrowableOfType(Refused.class, work::call);
      assertThat(refused.status()).isEqualTo(status);
    }

    static void assertRefused(int status, String name, Callable<?> work) {
      assertRefused(status, work);
      assertThatThrownBy(work::call)
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.name()).isEqualTo(name));
    }
  }

  @Test
  void refuseAKeyWithoutAJournal() {
    IdempotencyKeys keys = new IdempotencyKeys(new Database("none"), "none", CONFIRM_MS);

    Cases.assertRefused(422, () -> keys.claim("shop", "key", "a", UUID.randomUUID()));
  }

  @Test
  void areUnavailableWhileTheDatabaseIsAway() throws Exception {
    String nobody = "jdbc:postgresql://127.0.0.1:1/none?user=postgres";
    try (Database away = new Database(nobody)) {
      IdempotencyKeys keys = new IdempotencyKeys(away, nobody, CONFIRM_MS);

      Cases.assertRefused(503, () -> keys.claim("shop", "key", "a", UUID.randomUUID()));
    }
  }
}

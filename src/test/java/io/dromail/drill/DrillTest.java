package io.dromail.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.drill.DrillPlan.BrokerChoice;
import io.dromail.drill.DrillPlan.JournalChoice;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A small drill with each build, another one each time; {@code ./dromail-drill} plays large ones.
 */
@Timeout(300)
class DrillTest {
  private static final boolean IS_REQUIRED =
      Boolean.parseBoolean(System.getenv("DROMAIL_TEST_REQUIRE_RABBITMQ"));
  private static final int MAILS = 200;

  // Past Surefire, which keeps System.err in a file: the seed has to be seen.
  private static final PrintStream CONSOLE =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true);

  @Test
  void losesNothingAndDoublesNoMoreThanAllowedOnRabbitMqAndPostgreSql() {
    boolean there = RabbitMqNode.isInstalled() && DrillDatabase.isThere();
    if (!there) {
      CONSOLE.println("No rabbitmq-server or no PostgreSQL: the drill with them did NOT run");
    }
    assertThat(there || !IS_REQUIRED).as("RabbitMQ and PostgreSQL have to be there").isTrue();
    Assumptions.assumeTrue(there, "rabbitmq-server is installed, and PostgreSQL answers");
    assertPasses(
        BrokerChoice.RABBITMQ,
        JournalChoice.POSTGRESQL,
        Map.of(
            RoundKind.KILL, 1,
            RoundKind.BROKER_STOP, 1,
            RoundKind.PROVIDER, 1,
            RoundKind.DATABASE, 1));
  }

  @Test
  void losesNothingAndDoublesNoMoreThanAllowedWithEverythingEmbedded() {
    assertPasses(
        BrokerChoice.EMBEDDED,
        JournalChoice.H2,
        Map.of(RoundKind.KILL, 1, RoundKind.KILL_IN_JOB_FILE, 1, RoundKind.STOP, 1));
  }

  private static void assertPasses(
      BrokerChoice broker, JournalChoice journal, Map<RoundKind, Integer> rounds) {
    long seed = Long.getLong("dromail.drill.seed", ThreadLocalRandom.current().nextInt(1_000_000));
    CONSOLE.println("Drill on " + broker + " and " + journal + ": -Ddromail.drill.seed=" + seed);
    DrillPlan plan = new DrillPlan(rounds, MAILS, seed, broker, journal, List.of());
    Report report = new Drill(plan, line -> {}).run();
    CONSOLE.println(report);
    assertThat(report.violations()).isEmpty();
  }
}

package io.dromail.journal;

import static io.dromail.journal.JournalSamples.mail;
import static io.dromail.journal.JournalSamples.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromail.mail.Envelope;
import io.dromail.testing.FlakyProxy;
import io.dromail.testing.PostgreSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class DatabaseTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  @EnabledIf("io.dromail.testing.PostgreSql#isThere")
  void comesBackByItselfWithTheDatabase() throws Exception {
    try (PostgreSql server = PostgreSql.database();
        FlakyProxy proxy = FlakyProxy.to(PostgreSql.HOST, PostgreSql.PORT)) {
      proxy.cut();
      try (Database database = new Database(server.url(proxy.port()))) {
        await().atMost(SOON).until(() -> !database.isUp());
        long begin = System.nanoTime();
        assertThatThrownBy(database::getConnection).isInstanceOf(SQLException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
            .as("nobody waits for it")
            .isLessThan(Duration.ofSeconds(1));

        proxy.resume();
        await().atMost(SOON).until(database::isUp);
        new JournalWriter(database, false).write(messages(mail("ada@example.org")));

        proxy.cut();
        await().atMost(SOON).until(() -> !database.isUp());
        proxy.resume();
        await().atMost(SOON).until(database::isUp);
        new JournalWriter(database, false).write(messages(mail("ada@example.org")));
        assertThat(mails(database)).isEqualTo(2);
      }
    }
  }

  @Test
  @EnabledIf("io.dromail.testing.PostgreSql#isThere")
  void noticesAServerThatSaysNothing() {
    try (PostgreSql server = PostgreSql.database();
        FlakyProxy proxy = FlakyProxy.to(PostgreSql.HOST, PostgreSql.PORT);
        Database database = new Database(server.url(proxy.port()))) {
      await().atMost(SOON).until(() -> mails(database) == 0);

      proxy.hang();
      await().atMost(SOON).until(() -> !database.isUp());
      proxy.resume();
      await().atMost(SOON).until(database::isUp);
    }
  }

  @Test
  void keepsWhatIsWrittenWhenTheProcessIsKilled() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("journal");
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Writer.class.getName(),
                url)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> written(said) >= 100);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

    try (Database database = new Database(url)) {
      assertThat(mails(database)).isGreaterThanOrEqualTo(written(said));
    }
  }

  private static long written(Path said) throws IOException {
    return Files.readAllLines(said).stream().filter(line -> line.equals("written")).count();
  }

  private static long mails(Database database) throws SQLException {
    try (Connection connection = database.getConnection();
        ResultSet rows = connection.createStatement().executeQuery("select count(*) from mail")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Writes mails one by one, and says so after each, until it's killed. */
  static final class Writer {

    private Writer() {}

    public static void main(String[] arguments) throws Exception {
      JournalWriter writer = new JournalWriter(new Database(arguments[0]), false);
      for (int written = 1; written < 100_000; written++) {
        Envelope mail = mail("ada@example.org");
        writer.write(messages(mail));
        System.out.println("written");
      }
    }
  }
}

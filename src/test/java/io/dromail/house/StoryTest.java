package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.testing.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.dromail.testing.HouseProcess;
import io.dromail.testing.Lnav;
import io.dromail.testing.RabbitMq;
import io.dromail.testing.ScriptedSmtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One mail's story in the logs of two processes, as lnav tells it by docs/logs.md. */
@Timeout(120)
class StoryTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String OTHER = "4bf92f3577b34da6a3ce929d0e0e4737";
  private static final Pattern COMMAND = Pattern.compile("lnav (?:-n )?-c [\"'](.*)[\"'] ingest.*");

  @TempDir private Path folder;

  @Test
  void isFoundInTheLogsOfTwoProcessesByItsTrace() throws Exception {
    assumeThat(Lnav.isThere()).isTrue();
    assumeThat(RabbitMq.isThere(getClass().getName())).isTrue();
    Path[] logs = logs();
    Lnav lnav = new Lnav(folder.resolve("home"));
    List<String> commands = documented();

    assertThat(commands).hasSize(2);
    List<String> lines = lnav.show(commands.get(0).replace("$trace", TRACE), logs);
    assertThat(lines).hasSize(3).allMatch(line -> line.endsWith(TRACE));
    assertThat(lines.get(0)).contains("info    accepted ");
    assertThat(lines.get(1)).contains("info    again in 1s ", "450 4.2.0 <slow@x.org> greylisted");
    assertThat(lines.get(2)).contains("warning dead ", "550 5.1.1 <slow@x.org> no such user");

    List<String> rows = lnav.show(commands.get(1).replace("$trace", TRACE), logs);
    assertThat(rows).hasSize(4);
    assertThat(rows.get(1)).contains("ingest.log", "accepted");
    assertThat(rows.get(2)).contains("worker.log", "deferred", "450 4.2.0");
    assertThat(rows.get(3)).contains("worker.log", "dead", "550 5.1.1");
  }

  /** Of a door and a worker who have had two mails: one is late and then dead, one is sent. */
  private Path[] logs() throws IOException {
    try (RabbitMq rabbit = RabbitMq.virtualHost();
        ScriptedSmtpServer smtp = ScriptedSmtpServer.start();
        HouseProcess door = process("ingest", rabbit, smtp);
        HouseProcess worker = process("worker", rabbit, smtp)) {
      smtp.at(RCPT).when("slow@").once().reply(450, "4.2.0 <slow@x.org> greylisted");
      smtp.at(RCPT).when("slow@").once().reply(550, "5.1.1 <slow@x.org> no such user");
      CompletableFuture.allOf(
              CompletableFuture.runAsync(door::running),
              CompletableFuture.runAsync(worker::running))
          .join();
      post(door, "ada@x.org", OTHER);
      post(door, "slow@x.org", TRACE);
      await("both stories")
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  worker.output().contains("\"event.action\":\"dead\"")
                      && worker.output().contains("\"event.action\":\"sent\""));
      return new Path[] {
        Files.writeString(folder.resolve("ingest.log"), door.output() + "\n"),
        Files.writeString(folder.resolve("worker.log"), worker.output() + "\n")
      };
    }
  }

  private HouseProcess process(String role, RabbitMq rabbit, ScriptedSmtpServer smtp) {
    return new HouseProcess(
        Map.of(
            "dromail.role",
            role,
            "dromail.log.format",
            "json",
            "dromail.log.addresses",
            "shown",
            "dromail.broker.url",
            rabbit.url(),
            "dromail.smtp.url",
            smtp.url(),
            "dromail.failures.schedule",
            "src/test/resources/io/dromail/retry.yaml",
            "dromail.data.directory",
            folder.resolve(role).toString(),
            "dromail.inbox.directory",
            folder.resolve(role + "-inbox").toString()));
  }

  private static void post(HouseProcess door, String to, String trace) {
    String parent = "00-" + trace + "-00f067aa0ba902b7-00";
    assertThat(door.running().post(mail("").put("to", to), "traceparent", parent).status())
        .isEqualTo(202);
  }

  private static List<String> documented() throws IOException {
    return Files.readAllLines(Path.of("docs/logs.md")).stream()
        .map(COMMAND::matcher)
        .filter(Matcher::find)
        .map(command -> command.group(1).replace("\\\"", "\""))
        .toList();
  }
}

package io.dromail.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.dromail.failures.BadSchedule;
import io.dromail.failures.RetrySchedule;
import io.dromail.live.Finding;
import io.dromail.live.RouteCheck;
import io.dromail.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code dromail check}: judges the routes and the retry schedule beside them without running
 * anything; exit status 1 if they can't run.
 */
@Command(
    name = "check",
    description = "Checks the routes and the retry schedule without running them.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "The routes; without it, those of the settings.")
  private Path folder;

  @Override
  public Integer call() throws Exception {
    // What is started here is a scratch context; nobody wants to read about it.
    ((Logger) LoggerFactory.getLogger("org.apache.camel")).setLevel(Level.WARN);
    Path home = Path.of(System.getProperty("dromail.home", ".")).toAbsolutePath().normalize();
    Settings settings = Settings.load(home, System.getenv(), Map.of());
    Path routes =
        folder == null
            ? Path.of(settings.get("dromail.routes.directory"))
            : folder.toAbsolutePath().normalize();
    Settings scratch = Settings.load(home, System.getenv(), scratch(routes));
    List<Finding> findings =
        new RouteCheck(() -> House.of(scratch), CheckCommand::schedule).check(routes);
    findings.forEach(finding -> System.out.println(routes.resolve(finding.toString())));
    System.out.println(findings.isEmpty() ? routes + ": in order" : findings.size() + " found");
    return findings.isEmpty() ? 0 : 1;
  }

  private static List<Finding> schedule(Path routes) {
    try {
      RetrySchedule.load(routes.resolve(RetrySchedule.FILE));
      return List.of();
    } catch (BadSchedule e) {
      return List.of(new Finding(e.file(), e.line(), e.sentence()));
    }
  }

  /** Settings with which nothing is reached and nothing is left behind. */
  private static Map<String, String> scratch(Path routes) throws java.io.IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("dromail.routes.directory", routes.toString());
    settings.put("dromail.http.host", "127.0.0.1");
    settings.put("dromail.http.port", "0");
    settings.put("dromail.management.host", "127.0.0.1");
    settings.put("dromail.management.port", "0");
    settings.put("dromail.broker.url", "amqp://127.0.0.1:1");
    settings.put("dromail.journal.url", "none");
    settings.put("dromail.failures.schedule", routes.resolve(RetrySchedule.FILE).toString());
    settings.put("dromail.smtp.url", "smtp://127.0.0.1:1?tls=none");
    settings.put("dromail.inbox.directory", Files.createTempDirectory("dromail").toString());
    return settings;
  }
}

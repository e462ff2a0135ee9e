package io.dromail.command;

import io.dromail.failures.RetrySchedule;
import io.dromail.log.Console;
import io.dromail.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import picocli.CommandLine.Command;

/** {@code dromail run}: starts the gateway, and stops it on Ctrl-C or SIGTERM. */
@Command(name = "run", description = "Starts the gateway.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    Path home = Path.of(System.getProperty("dromail.home", ".")).toAbsolutePath().normalize();
    Settings settings = Settings.load(home, System.getenv(), Map.of());
    Console.use(
        settings.get("dromail.log.format"),
        settings.get("dromail.log.level"),
        settings.get("dromail.log.addresses"));
    // Before anything starts, so that a broken one is a sentence and not a stack trace.
    RetrySchedule.load(Path.of(settings.get("dromail.failures.schedule")));
    Main main = House.live(settings);
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void afterStart(BaseMainSupport started) {
            Welcome.say(settings, started.getCamelContext());
          }
        });
    main.run();
    return main.getExitCode();
  }
}

package io.dromail.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.dromail.live.Finding;
import io.dromail.live.RouteCheck;
import io.dromail.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code dromail check}: judges the routes, the templates, the retry schedule and the settings
 * without running anything.
 */
@Command(
    name = "check",
    description = "Checks routes, templates and settings without running them.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each fault is a line, path:line:column: sentence, to which editors jump.",
      "Exit status: 0 all is in order, 1 something is wrong, 2 wrong usage.",
    })
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = {
        "The routes, or a folder with routes/ and templates/ in it; without it, those of the",
        "settings."
      })
  private Path folder;

  @Override
  public Integer call() throws Exception {
    // What is started here is a scratch context; nobody wants to read about it.
    for (String logger : List.of("org.apache.camel", "io.dromail.sign", "io.vertx")) {
      ((Logger) LoggerFactory.getLogger(logger)).setLevel(Level.ERROR);
    }
    Path home = Path.of(System.getProperty("dromail.home", ".")).toAbsolutePath().normalize();
    Path checked = folder == null ? routes(home) : folder.toAbsolutePath().normalize();
    List<Finding> findings =
        new RouteCheck(draft -> RouteDraft.of(home, System.getenv(), draft)).check(checked);
    PrintWriter out = spec.commandLine().getOut();
    for (Finding found : findings) {
      String path = checked.resolve(found.file()).toString();
      out.println(
          Terminal.harmless(
              new Finding(path, found.line(), found.column(), found.message()).toString()));
    }
    out.println(findings.isEmpty() ? checked + ": in order" : findings.size() + " found");
    out.flush();
    return findings.isEmpty() ? 0 : 1;
  }

  private static Path routes(Path home) {
    return Path.of(Settings.load(home, System.getenv(), Map.of()).get("dromail.routes.directory"));
  }
}

package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.live.CannotRollBack;
import io.dromail.live.Rollback;
import io.dromail.live.RouteSet;
import io.dromail.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Writes the files of an older edit back into the folders, and tells whether the running gateway
 * took them; exit status 1 if it refused them, or the folders can't be written.
 */
@Command(
    name = "rollback",
    description = "Writes the files back as they were after edit N; a running gateway takes them.",
    mixinStandardHelpOptions = true,
    optionListHeading = "%n")
final class RoutesRollbackCommand implements Callable<Integer> {

  private static final Duration TO_BE_TAKEN = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;
  @Mixin private ManagementOptions management;

  @Parameters(paramLabel = "N", description = "As history has it.")
  private int number;

  @Override
  public Integer call() throws IOException {
    Settings settings = Home.settings();
    RouteSet wanted = RoutesDiffCommand.set(Home.history(settings), number);
    PrintWriter out = spec.commandLine().getOut();
    Instant begin = Instant.now();
    SortedSet<String> changed;
    try {
      changed = new Rollback(Home.files(settings)).to(wanted);
    } catch (CannotRollBack e) {
      throw CommandFailed.refused("Not rolled back, " + e.getMessage() + ".");
    }
    if (changed.isEmpty()) {
      out.println("The files are as they were after " + number + " already.");
    } else {
      changed.forEach(
          file ->
              out.println((wanted.files().containsKey(file) ? "  wrote   " : "  deleted ") + file));
    }
    out.flush();
    int status = tell(wanted.digest(), begin, out);
    out.flush();
    return status;
  }

  private int tell(String digest, Instant begin, PrintWriter out) {
    Optional<JsonNode> last;
    try {
      last =
          management
              .health()
              .await(
                  routes ->
                      digest.equals(routes.path("digest").asText())
                          || RoutesHealth.isRefusedSince(routes, begin),
                  TO_BE_TAKEN);
    } catch (CommandFailed nobodyToAsk) {
      out.println(nobodyToAsk.getMessage());
      return 0;
    }
    if (last.isEmpty()) {
      out.println("No Dromail answers here; the next start takes them.");
      return 0;
    }
    if (digest.equals(last.get().path("digest").asText())) {
      out.println(Terminal.green("in force") + " " + digest);
      return 0;
    }
    if (RoutesHealth.isRefusedSince(last.get(), begin)) {
      out.print(RoutesReport.refusal(last.get()));
    } else {
      out.println(
          "The running Dromail hasn't taken them within "
              + TO_BE_TAKEN.toSeconds()
              + " s; see ./dromail routes status.");
    }
    return CommandFailed.REFUSED;
  }
}

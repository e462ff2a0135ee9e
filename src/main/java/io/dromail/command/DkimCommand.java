package io.dromail.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.dromail.settings.Settings;
import io.dromail.sign.DkimKey;
import io.dromail.sign.DkimKeys;
import io.dromail.sign.DkimRecord;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.main.Main;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what the domains of {@code domains.camel.yaml} have to publish. */
@Command(
    name = "dkim",
    description = "Shows the TXT records of the keys in domains.camel.yaml.",
    customSynopsis = "dromail dkim | dromail dkim new --domain NAME --selector NAME [--ed25519]",
    optionListHeading = "%n",
    commandListHeading = "%nCommands:%n",
    subcommands = DkimNewCommand.class)
final class DkimCommand implements Callable<Integer> {

  private static final String FILE = "domains.camel.yaml";

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<DkimRecord> records = records(Home.settings());
    if (records.isEmpty()) {
      out.println("There is no key in " + FILE + "; dromail dkim new makes one.");
    }
    for (DkimRecord record : records) {
      print(record, out);
      if (record.from().isAfter(Instant.now())) {
        out.println("  signs from " + record.from());
      }
      out.println();
    }
    out.flush();
    return 0;
  }

  static void print(DkimRecord record, PrintWriter out) {
    out.println(record.name() + "  TXT");
    out.println("  " + record.text());
  }

  private static List<DkimRecord> records(Settings settings) throws Exception {
    // What is started here is a context with a few beans; nobody wants to read about it.
    ((Logger) LoggerFactory.getLogger("org.apache.camel")).setLevel(Level.WARN);
    Main main = House.beans(settings, FILE);
    try {
      main.start();
      Map<String, DkimKey> keys =
          main.getCamelContext().getRegistry().findByTypeWithName(DkimKey.class);
      return new DkimKeys(settings.get("dromail.routes.directory")).read(keys).records();
    } finally {
      main.stop();
    }
  }
}

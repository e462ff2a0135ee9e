package io.dromail.command;

import io.dromail.doctor.Dns;
import io.dromail.doctor.SenderExam;
import io.dromail.doctor.SenderToCheck;
import io.dromail.send.Probe;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code dromail doctor}: tries out the profiles, and reads what the DNS says about the domains
 * that mails are from; needs no running gateway.
 */
@Command(
    name = "doctor",
    description = "Tries out the SMTP profiles, and checks SPF, DKIM and DMARC.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 all is well or could be better, 1 something to mend or not",
      "known, 2 wrong usage.",
    })
final class DoctorCommand implements Callable<Integer> {

  private static final Pattern SERVER = Pattern.compile("(\\[[^\\]]+]|[^:\\s]+)(?::(\\d{1,5}))?");
  private static final String ADDRESS = "[^@\\s]+@[^@\\s]+";

  @Spec private CommandSpec spec;

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      split = ",",
      description = "A domain that mails are from; more than the API keys name.")
  private Set<String> domains = new TreeSet<>();

  @Option(
      names = "--spf",
      paramLabel = "TERM",
      split = ",",
      description =
          "What SPF must have for the default profile, such as include:spf.example.net or"
              + " ip4:192.0.2.25; without it, what is known of the server.")
  private List<String> spf = List.of();

  @Option(
      names = "--to",
      paramLabel = "ADDR",
      description = "Also send a test mail through each profile.")
  private String to;

  @Option(
      names = "--from",
      paramLabel = "ADDR",
      description = "The test mail's sender; without it, the profile's user or postmaster.")
  private String from;

  @Option(
      names = "--dns",
      paramLabel = "HOST[:PORT]",
      description = "The DNS server to ask; without it, this machine's.")
  private String dns;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for a server's reply; 30 without it.")
  private int timeout = 30;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if (timeout < 1 || timeout > 3600) {
      throw CommandFailed.usage("--timeout must be from 1 to 3600 seconds, not " + timeout + ".");
    }
    checkAddress("--to", to);
    checkAddress("--from", from);
    SenderExam exam = new SenderExam(dns());
    DoctorPlan plan = DoctorPlan.of(domains, spf, timeout);
    if (to != null) {
      // Before the first connection, so that half of the mails aren't sent.
      plan.profiles().forEach(profile -> sender(profile.probe(), plan));
    }
    DoctorReport report = new DoctorReport(spec.commandLine().getOut(), json);
    if (plan.sandbox()) {
      report.note(
          "profile default: the sandbox, nothing to try out. Set dromail.smtp.url to a provider.");
    }
    for (ProfileToCheck profile : plan.profiles()) {
      Probe probe = profile.probe();
      report.begin("profile", probe.profile(), probe.server());
      report.end(to == null ? probe.examine() : probe.examine(sender(probe, plan), to));
    }
    for (SenderToCheck sender : plan.senders()) {
      report.begin("domain", sender.domain(), "");
      report.end(exam.examine(sender));
    }
    if (plan.senders().isEmpty()) {
      report.note("No sender domain is known; name one with --domain.");
    }
    return report.summary();
  }

  private String sender(Probe probe, DoctorPlan plan) {
    if (from != null) {
      return from;
    }
    if (probe.user() != null && probe.user().matches(ADDRESS)) {
      return probe.user();
    }
    if (plan.senders().isEmpty()) {
      throw CommandFailed.usage("Who is the test mail from? Give --from.");
    }
    return "postmaster@" + plan.senders().get(0).domain();
  }

  private static void checkAddress(String option, String address) {
    if (address != null && !address.matches(ADDRESS)) {
      throw CommandFailed.usage(option + " must be an address, not '" + address + "'.");
    }
  }

  private Dns dns() {
    Duration forAnAnswer = Duration.ofSeconds(Math.min(timeout, 5));
    if (dns == null) {
      return Dns.ofThisMachine(forAnAnswer);
    }
    Matcher matcher = SERVER.matcher(dns);
    if (!matcher.matches()) {
      throw CommandFailed.usage("--dns must be a host or host:port, not '" + dns + "'.");
    }
    int port = matcher.group(2) == null ? 53 : Integer.parseInt(matcher.group(2));
    InetSocketAddress server =
        port < 1 || port > 65535 ? null : new InetSocketAddress(matcher.group(1), port);
    if (server == null || server.isUnresolved()) {
      throw CommandFailed.usage("--dns: there is no DNS server '" + dns + "'.");
    }
    return Dns.at(server, forAnAnswer);
  }
}

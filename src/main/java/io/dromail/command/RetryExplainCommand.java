package io.dromail.command;

import io.dromail.failures.FailureClassifier;
import io.dromail.failures.FailureKind;
import io.dromail.failures.Reply;
import io.dromail.failures.RetryRule;
import io.dromail.failures.RetrySchedule;
import io.dromail.mail.SmtpFailure.Stage;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains which rule of the retry schedule a reply hits, and what it makes of it. */
@Command(
    name = "explain",
    description = "Says which rule a reply hits, and when the attempts would be.",
    customSynopsis = "dromail retry explain REPLY [--stage STAGE] [--file FILE]",
    optionListHeading = "%n",
    sortOptions = false,
    footer = {"", "  ./dromail retry explain \"452 4.3.2 too many connections\""})
final class RetryExplainCommand implements Callable<Integer> {

  /** Replies to a login (RFC 4954 section 6), whatever else they may be. */
  private static final Pattern LOGIN = Pattern.compile("(535|534|538|454[ -]4\\.7\\.0)\\b.*");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "REPLY",
      description = "The server's words, with the reply code first.")
  private List<String> words;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description =
          "When it said so: connect, login, transaction (before the final dot) or end-of-data"
              + " (after it). Without it: login for 534, 535, 538 and 454 4.7.0, else transaction.")
  private String stage;

  @Mixin private ScheduleOptions options;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    String text = String.join(" ", words).strip();
    Reply reply = Reply.parse(stage(text), text);
    RetrySchedule schedule = options.schedule();
    FailureKind kind = new FailureClassifier().classify(reply);
    out.println(Terminal.bold(Terminal.harmless(text)));
    out.println("  " + verdict(schedule, kind, reply));
    out.println();
    new RetryPlan(schedule, kind, reply).print(out);
    out.flush();
    return 0;
  }

  private Stage stage(String text) {
    if (stage == null) {
      return LOGIN.matcher(text).matches() ? Stage.LOGIN : Stage.TRANSACTION;
    }
    try {
      return Stage.valueOf(stage.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw CommandFailed.usage(
          "--stage must be connect, login, transaction or end-of-data, not '" + stage + "'.");
    }
  }

  private String verdict(RetrySchedule schedule, FailureKind kind, Reply reply) {
    String when = " (" + when(reply.stage()) + ")";
    if (kind == FailureKind.UNKNOWN) {
      return "unknown whether the mail was taken" + when;
    }
    Optional<RetryRule> rule = schedule.rule(kind, reply);
    return rule.map(
                hit ->
                    "rule %s, line %d of %s"
                        .formatted(
                            Terminal.bold(hit.name()), hit.line(), options.file().getFileName()))
            .orElse("no rule fits, and it is a refusal for good")
        + when;
  }

  private static String when(Stage stage) {
    return switch (stage) {
      case CONNECT -> "while connecting";
      case LOGIN -> "at the login";
      case TRANSACTION -> "before the final dot";
      case END_OF_DATA -> "after the final dot";
    };
  }
}

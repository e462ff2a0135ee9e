package io.dromail.command;

import io.dromail.failures.Decision;
import io.dromail.failures.FailureKind;
import io.dromail.failures.Reply;
import io.dromail.failures.RetrySchedule;
import io.dromail.mail.PastAttempt;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * The attempts of a mail that was accepted just now and gets the same reply each time. Used for one
 * command.
 */
final class RetryPlan {

  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter LATER = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss");

  private final RetrySchedule schedule;
  private final FailureKind kind;
  private final Reply reply;
  private final Instant accepted = Instant.now();
  private final List<PastAttempt> history = new ArrayList<>();

  RetryPlan(RetrySchedule schedule, FailureKind kind, Reply reply) {
    this.schedule = schedule;
    this.kind = kind;
    this.reply = reply;
  }

  void print(PrintWriter out) {
    Decision first = decide(accepted);
    if (first.slowFor() != null) {
      out.println(
          "The whole profile goes slowly for " + RetrySchedule.label(first.slowFor()) + ".");
      out.println();
    }
    switch (first.kind()) {
      case RETRY -> attempts(first, out);
      case PAUSE ->
          out.println(
              "The whole profile rests for %s, then the mail is tried again; no attempt is burned.%n"
                      .formatted(RetrySchedule.label(first.delay()))
                  + "When it is %s old: dead letter, exhausted."
                      .formatted(RetryCommand.age(schedule)));
      case DEAD -> out.println("Dead letter at once, " + first.reason() + ".");
      default -> out.println("The lane decides: unknown: hold, resend or treat-as-sent.");
    }
  }

  private void attempts(Decision first, PrintWriter out) {
    Table table = new Table("attempt", "delay", "since acceptance", "at");
    Instant now = accepted;
    table.row("1", "", "", at(now));
    Decision next = first;
    while (next.kind() == Decision.Kind.RETRY) {
      history.add(new PastAttempt(now, next.rule(), reply.code(), reply.enhanced(), reply.text()));
      now = now.plus(next.delay());
      table.row(
          String.valueOf(history.size() + 1),
          RetrySchedule.label(next.delay()),
          span(Duration.between(accepted, now)),
          at(now));
      next = decide(now);
    }
    out.println(table.head());
    out.print(table.body());
    out.println();
    out.println("Then: dead letter, " + next.reason() + ": " + why());
    if (schedule.jitterPercent() > 0) {
      out.println(RetryCommand.jitter(schedule));
    }
  }

  private String why() {
    int delays = schedule.rule(kind, reply).orElseThrow().delays().size();
    return history.size() == delays
        ? "no delay is left."
        : "the mail would be older than " + RetryCommand.age(schedule) + ".";
  }

  private Decision decide(Instant now) {
    return schedule.decide(kind, reply, history, accepted, now);
  }

  /** As a person adds it up: {@code 1d 7h}. */
  private static String span(Duration time) {
    StringBuilder span = new StringBuilder();
    part(span, time.toDaysPart(), "d");
    part(span, time.toHoursPart(), "h");
    part(span, time.toMinutesPart(), "m");
    part(span, time.toSecondsPart(), "s");
    return span.toString().strip();
  }

  private static void part(StringBuilder span, long number, String unit) {
    if (number > 0) {
      span.append(number).append(unit).append(' ');
    }
  }

  private static String at(Instant instant) {
    ZonedDateTime time = instant.atZone(ZoneId.systemDefault());
    return time.format(time.toLocalDate().equals(LocalDate.now()) ? TODAY : LATER);
  }
}

package io.dromail.failures;

import io.dromail.mail.PastAttempt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * When a mail that failed is tried again: the rules of {@code retry.yaml}, of which the first that
 * fits decides. A rule outweighs {@link FailureClassifier}, which decides where none fits.
 * Immutable; {@link RunningSchedule} has the one that counts.
 */
public final class RetrySchedule {

  /** Its name in the folder of the routes; not *.camel.yaml, since Camel shall not read it. */
  public static final String FILE = "retry.yaml";

  private final Duration maximumAge;
  private final Jitter jitter;
  private final List<Duration> holds;
  private final List<RetryRule> rules;
  private final RetryRule fallback;
  private final IntUnaryOperator dice;
  private final SortedSet<Duration> delays;
  private final Map<String, Duration> byLabel;

  RetrySchedule(
      Duration maximumAge,
      Jitter jitter,
      List<Duration> holds,
      List<RetryRule> rules,
      RetryRule fallback,
      IntUnaryOperator dice) {
    this.maximumAge = maximumAge;
    this.jitter = jitter;
    this.holds = List.copyOf(holds);
    this.rules = List.copyOf(rules);
    this.fallback = fallback;
    this.dice = dice;
    this.delays = Collections.unmodifiableSortedSet(allDelays());
    Map<String, Duration> labels = new LinkedHashMap<>();
    delays.forEach(delay -> labels.put(label(delay), delay));
    byLabel = Collections.unmodifiableMap(labels);
  }

  /**
   * Reads the schedule.
   *
   * @throws BadSchedule with one sentence, if the file is missing or wrong
   */
  public static RetrySchedule load(Path file) {
    return load(file, bound -> ThreadLocalRandom.current().nextInt(bound));
  }

  /**
   * Reads the schedule.
   *
   * @param dice chooses among the variants of a delay: a number from 0 and below its argument
   * @throws BadSchedule with one sentence, if the file is missing or wrong
   */
  public static RetrySchedule load(Path file, IntUnaryOperator dice) {
    return new RetryFile(file).read(dice);
  }

  /**
   * Decides about a mail, or about those of its recipients that got the same reply.
   *
   * @param kind what {@link FailureClassifier} says
   * @param reply the server's, or null if no server was asked
   * @param history its attempts that failed, without this one
   * @param from when its schedule began: at acceptance, or with its replay
   */
  public Decision decide(
      FailureKind kind, Reply reply, List<PastAttempt> history, Instant from, Instant now) {
    if (kind == FailureKind.INTERRUPTED) {
      return Decision.of(Decision.Kind.INTERRUPTED);
    }
    if (kind == FailureKind.UNKNOWN) {
      return Decision.of(Decision.Kind.UNKNOWN);
    }
    Optional<RetryRule> found = rule(kind, reply);
    if (found.isEmpty()) {
      return Decision.dead(Decision.PERMANENT, "", null);
    }
    RetryRule rule = found.get();
    return switch (rule.then()) {
      case DEAD -> Decision.dead(Decision.PERMANENT, rule.name(), rule.slow());
      case PAUSE -> wait(Decision.Kind.PAUSE, rule, rule.delays().get(0), from, now);
      case RETRY -> retry(rule, history, from, now);
    };
  }

  /** The rule that decides; empty if none fits and the failure is permanent. */
  public Optional<RetryRule> rule(FailureKind kind, Reply reply) {
    Optional<RetryRule> first =
        rules.stream().filter(rule -> reply != null && rule.pattern().fits(reply)).findFirst();
    return first.isPresent() || kind == FailureKind.PERMANENT ? first : Optional.of(fallback);
  }

  /** Every time that a mail may wait, holds and the variants of jitter included: one queue each. */
  public SortedSet<Duration> delays() {
    return delays;
  }

  /** The same by the words in the queues' names. */
  public Map<String, Duration> byLabel() {
    return byLabel;
  }

  /** The shortest of the delays that is at least so long; the longest if none is. */
  Duration atLeast(Duration time) {
    SortedSet<Duration> longEnough = delays().tailSet(time);
    return longEnough.isEmpty() ? delays().last() : longEnough.first();
  }

  /** The longest of the delays that is at most so long; the shortest if none is. */
  Duration atMost(Duration time) {
    SortedSet<Duration> shortEnough = delays().headSet(time.plusNanos(1));
    return shortEnough.isEmpty() ? delays().first() : shortEnough.last();
  }

  /** Whether a mail whose schedule began then is too old for an attempt at that time. */
  boolean isTooOld(Instant from, Instant at) {
    return at.isAfter(from.plus(maximumAge));
  }

  /** After which a mail may be back that a limit holds, beside the delays of the rules. */
  public List<Duration> holds() {
    return holds;
  }

  /** The rules in their order, the default at the end. */
  public List<RetryRule> rules() {
    return Stream.concat(rules.stream(), Stream.of(fallback)).toList();
  }

  /** How old a mail may be for another attempt. */
  public Duration maximumAge() {
    return maximumAge;
  }

  /** By how much a delay may come shorter or longer, in per cent; 0 for not at all. */
  public int jitterPercent() {
    return jitter.percent();
  }

  /**
   * The shortest exact form in one unit, as in queue names: {@code 27s}, {@code 5m}, {@code 1d}.
   */
  public static String label(Duration delay) {
    return Delays.label(delay);
  }

  private Decision retry(RetryRule rule, List<PastAttempt> history, Instant from, Instant now) {
    long hits = history.stream().filter(past -> rule.name().equals(past.rule())).count();
    if (hits >= rule.delays().size()) {
      return Decision.dead(Decision.EXHAUSTED, rule.name(), rule.slow());
    }
    List<Duration> variants = jitter.variants(rule.delays().get((int) hits));
    Duration delay = variants.get(dice.applyAsInt(variants.size()));
    return wait(Decision.Kind.RETRY, rule, delay, from, now);
  }

  private Decision wait(
      Decision.Kind kind, RetryRule rule, Duration delay, Instant from, Instant now) {
    return isTooOld(from, now.plus(delay))
        ? Decision.dead(Decision.EXHAUSTED, rule.name(), rule.slow())
        : new Decision(kind, delay, rule.name(), "", rule.slow());
  }

  private SortedSet<Duration> allDelays() {
    SortedSet<Duration> all = new TreeSet<>(holds);
    for (RetryRule rule : rules()) {
      for (Duration delay : rule.delays()) {
        all.addAll(rule.then() == RetryRule.Then.PAUSE ? List.of(delay) : jitter.variants(delay));
      }
    }
    return all;
  }
}

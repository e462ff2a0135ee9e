package io.dromail.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromail.testing.FlakyProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Troubles one after the other, each at a random moment while mails are handed in and sent, and
 * after each the ledger: what was accepted against what the provider saw.
 */
final class Drill {
  private static final Duration SETTLED = Duration.ofSeconds(60);
  private static final Duration REACHED = Duration.ofSeconds(300);
  private static final int QUIET_MS = 300;

  private final DrillPlan plan;
  private final Consumer<String> progress;
  private final Random random;
  private final Ledger ledger = new Ledger();
  private final List<Round> rounds = new ArrayList<>();

  /** Prepares one; the progress is told in lines. */
  Drill(DrillPlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
    this.random = new Random(plan.seed());
  }

  /** Plays all rounds, whatever they come to. */
  Report run() {
    long began = System.nanoTime();
    Site site = new Site(plan, ledger);
    boolean good = false;
    try (Clients clients = new Clients(site::gateway, ledger)) {
      DeadLetterBox deadLetters = site.deadLetters();
      JournalWitness journal = new JournalWitness(site::gateway);
      List<RoundKind> kinds = plan.inOrder();
      for (RoundKind kind : kinds) {
        Round round = new Round(rounds.size() + 1, kind);
        rounds.add(round);
        long begin = System.nanoTime();
        play(round, site, clients);
        settle(List.of(round), deadLetters);
        journal.question(round);
        progress.accept(
            "[%3d/%d] %s, %.1f s"
                .formatted(rounds.size(), kinds.size(), round, since(begin).toMillis() / 1000.0));
      }
      settle(rounds, deadLetters);
      Report report = new Report(plan, rounds, since(began), journal.isThere());
      good = report.violations().isEmpty();
      return good ? report : report.withLog(site.outputFile());
    } finally {
      site.close(!good);
    }
  }

  private void play(Round round, Site site, Clients clients) {
    switch (round.kind()) {
      case KILL -> {
        CompletableFuture<Void> work = handIn(round, clients);
        awaitMoment(round);
        site.kill();
        recover(round, clients, site::start);
        work.join();
      }
      case STOP -> {
        CompletableFuture<Void> work = handIn(round, clients);
        awaitMoment(round);
        site.stop();
        recover(round, clients, site::start);
        work.join();
      }
      case KILL_IN_JOB_FILE -> killInJobFile(round, site, clients);
      case BROKER_STOP -> breakBroker(round, site, clients, site.rabbit()::stop);
      case BROKER_KILL -> breakBroker(round, site, clients, site.rabbit()::kill);
      case PROVIDER -> {
        CompletableFuture<Void> work =
            clients.handIn(round, plan.mails(), () -> Fate.inTrouble(random, plan.without()));
        awaitMoment(round);
        site.provider().goAway();
        Pause.millis(500 + random.nextInt(1_000));
        recover(round, clients, site.provider()::comeBack);
        work.join();
      }
      case DATABASE -> {
        CompletableFuture<Void> work = handIn(round, clients);
        awaitMoment(round);
        FlakyProxy proxy = site.database().proxy();
        recover(round, clients, random.nextBoolean() ? proxy::cut : proxy::hang);
        Pause.millis(1_000 + random.nextInt(3_000));
        proxy.resume();
        work.join();
      }
    }
  }

  private CompletableFuture<Void> handIn(Round round, Clients clients) {
    return clients.handIn(round, plan.mails(), () -> Fate.onOrdinaryDay(random, plan.without()));
  }

  private void breakBroker(Round round, Site site, Clients clients, Runnable end) {
    CompletableFuture<Void> work = handIn(round, clients);
    awaitMoment(round);
    end.run();
    Pause.millis(random.nextInt(2_000));
    site.rabbit().start();
    recover(round, clients, () -> {});
    work.join();
  }

  private void killInJobFile(Round round, Site site, Clients clients) {
    ArrayNode mails = JsonNodeFactory.instance.arrayNode();
    List<Parcel> parcels = new ArrayList<>();
    for (int i = 0; i < plan.mails(); i++) {
      Parcel parcel = ledger.open(Fate.onOrdinaryDay(random, plan.without()));
      parcels.add(parcel);
      round.add(parcel);
      mails.add(Clients.request(parcel));
    }
    String name = "round-" + rounds.size();
    long before = ledger.arrivals();
    int after = moment();
    site.inbox().drop(name + ".json", "{\"emails\":" + mails + "}");
    Pause.until(() -> ledger.arrivals() - before >= after, REACHED.toMillis(), 1);
    round.happened(" after %,d mails".formatted(ledger.arrivals() - before));
    site.kill();
    recover(round, clients, site::start);
    JsonNode receipt = site.inbox().awaitReceipt("done/" + name + ".accepted.json", REACHED);
    for (JsonNode accepted : receipt.path("accepted")) {
      String id = accepted.get("id").asText();
      Parcel parcel = parcels.get(accepted.get("index").asInt());
      ledger.accepted(parcel, id, "<" + id + "@example.com>");
    }
  }

  private void awaitMoment(Round round) {
    int after = moment();
    Pause.until(() -> round.accepted() >= after, REACHED.toMillis(), 2);
    Pause.millis(random.nextInt(1 + plan.mails() / 30));
    round.happened(" after %,d mails".formatted(round.accepted()));
  }

  private int moment() {
    return (int) (plan.mails() * (0.05 + 0.85 * random.nextDouble()));
  }

  /** Ends the trouble, and waits for the next mail that arrives. */
  private void recover(Round round, Clients clients, Runnable end) {
    long began = System.nanoTime();
    long before = ledger.arrivals();
    end.run();
    clients.handIn(round, 1, () -> Fate.PLAIN).join();
    if (!Pause.until(() -> ledger.arrivals() > before, REACHED.toMillis(), 2)) {
      round.complain("no mail arrived within " + REACHED);
    }
    round.recovered(since(began));
  }

  /**
   * Waits until nothing is missing any more, nothing more is coming, and nothing is in work: the
   * next round's trouble would double it.
   */
  private void settle(List<Round> all, DeadLetterBox deadLetters) {
    Pause.until(
        () -> {
          deadLetters.collect(ledger);
          // What was given up wrongly is lost already.
          return all.stream()
              .flatMap(round -> round.lost().stream())
              .allMatch(Parcel::isDeadWithoutReason);
        },
        SETTLED.toMillis(),
        200);
    long[] seen = {-1};
    Pause.until(
        () -> seen[0] == (seen[0] = ledger.moves()) && !ledger.owesReply(),
        SETTLED.toMillis(),
        QUIET_MS);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
